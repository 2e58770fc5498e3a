from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from stakeholders import rules
from stakeholders.models.organisations import Organisation


class SiteQuerySet(CityQuerySet):
    def open(self) -> "SiteQuerySet":
        """Those that are there today."""
        return self.filter(state=Site.State.OPEN)


class SiteManager(CityManager.from_queryset(SiteQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `SiteQuerySet`."""


class Site(Stateful, CityModel):
    """A place of an organisation where people learn or work, with as many units as it has: classes, groups, rooms.

    Registers count half classes where two years share a room, so the number may end in a half.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("site", "open")
        ARCHIVED = "archived", pgettext_lazy("site", "archived")

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        KINDERGARTEN = "kindergarten", _("kindergarten")
        CENTRE = "centre", _("community centre")
        WORKPLACE = "workplace", _("workplace")

    MOVES: ClassVar = {State.OPEN: {State.ARCHIVED}, State.ARCHIVED: {State.OPEN}}
    ALREADY: ClassVar = {State.ARCHIVED: _("This site has already been archived.")}

    organisation = CityFK(Organisation, models.PROTECT, related_name="sites")
    name = WordsField(_("name"))
    kind = models.CharField(_("what kind"), max_length=12, choices=Kind.choices)
    code = models.CharField(_("number in the register"), max_length=20, blank=True)
    units_total = models.DecimalField(_("units"), max_digits=9, decimal_places=1, default=Decimal(1))
    address = models.CharField(_("address"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)

    DATA: ClassVar = {"public": "name kind state", "internal": "code units_total address"}

    objects = SiteManager()

    class Meta:
        ordering = ("kind", "id")
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = (
            models.CheckConstraint(
                condition=Q(units_total__gte=0),
                name="stakeholders_site_units",
                violation_error_code="units_total",
                violation_error_message=_("The number of units cannot be less than zero."),
            ),
            models.CheckConstraint(
                condition=Exact(Mod(F("units_total") * Decimal(2), Decimal(1)), Decimal(0)),
                name="stakeholders_site_halves",
                violation_error_code="units_total",
                violation_error_message=_("Write whole units or halves, such as 12 or 12.5."),
            ),
            # A number is free again once its site is archived.
            models.UniqueConstraint(
                fields=["city", "code"],
                name="stakeholders_site_code",
                condition=~Q(code="") & Q(state="open"),
                violation_error_code="code",
                violation_error_message=_("Another site of the city has this number."),
            ),
        )
        rules_permissions: ClassVar = {
            "change": rules.is_director | rules.manages_organisation_of,
            "archive": rules.is_director | rules.manages_organisation_of,
        }

    def __str__(self) -> str:
        return translate_plain(self.name)

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.city.slug, self.organisation_id]) + "?part=sites"
