from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityFK, CityModel, SharedFK
from stakeholders import rules
from stakeholders.models.areas import Area
from stakeholders.models.organisations import Organisation
from stakeholders.models.people import Profile
from stakeholders.models.visibility import Visibility


class StrengthClaim(CityModel):
    """A strength or growth area of a person, an organisation, or (neither given) of the city itself."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("strength")
        GROWTH = "growth", _("growth area")

    class Level(models.IntegerChoices):
        SOME = 1, _("a little")
        GOOD = 2, _("well")
        DEEP = 3, _("well enough to show others")

    Visibility = Visibility

    profile = CityFK(Profile, models.CASCADE, null=True, blank=True, related_name="claims")
    organisation = CityFK(Organisation, models.CASCADE, null=True, blank=True, related_name="claims")
    area = SharedFK(Area, models.PROTECT, verbose_name=_("area"), related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    level = models.SmallIntegerField(_("level"), choices=Level.choices, default=Level.SOME)
    words = models.CharField(_("in your words"), max_length=280, blank=True)
    visibility = models.CharField(_("who sees it"), max_length=8, choices=Visibility.choices, default=Visibility.GUIDES)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    # Whoever wrote it down for a person who does not do so; None = the holder.
    entered_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")

    DATA: ClassVar = {"personal": "kind level words visibility confirmed_at entered_by"}

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(profile=None) | Q(organisation=None),
                name="stakeholders_claim_one_holder",
                violation_error_code="organisation",
                violation_error_message=_("A strength belongs to a person or to an organisation, not to both."),
            ),
            models.UniqueConstraint(
                fields=["city", "profile", "organisation", "area", "kind"],
                name="stakeholders_claim_once",
                violation_error_code="area",
                violation_error_message=_("This area was named already."),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 3)),
                name="stakeholders_claim_level",
                violation_error_code="level",
                violation_error_message=_("Choose a level from 1 to 3."),
            ),
        )
        rules_permissions: ClassVar = {"change": rules.is_holder, "add": rules.is_member}

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.area}"

    @property
    def is_the_citys(self) -> bool:
        """Neither a person's nor an organisation's."""
        return self.profile_id is None and self.organisation_id is None
