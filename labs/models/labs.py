from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from labs import rules
from stakeholders.models import Organisation, Profile, Sector


class Lab(Stateful, CityModel):
    """A citywide innovation lab: a question, a host, seats of the four sectors, cohorts."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("lab", "draft")
        GATHERING = "gathering", pgettext_lazy("lab", "gathering members")
        LAUNCHED = "launched", pgettext_lazy("lab", "launched")
        DORMANT = "dormant", pgettext_lazy("lab", "paused")
        CLOSED = "closed", pgettext_lazy("lab", "closed")

    MOVES: ClassVar = {
        State.DRAFT: {State.GATHERING, State.CLOSED},
        State.GATHERING: {State.LAUNCHED, State.CLOSED},
        State.LAUNCHED: {State.DORMANT, State.CLOSED},
        State.DORMANT: {State.LAUNCHED, State.CLOSED},
        # Reopened: paused where it had been launched, else gathering its people again.
        State.CLOSED: {State.DORMANT, State.GATHERING},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.LAUNCHED: _("This lab has already been launched."),
        State.DORMANT: _("This lab has already been paused."),
        State.CLOSED: _("This lab has already been closed."),
    }

    name = WordsField(_("name"))
    question = WordsField(_("question"), blank=True)
    host = CityFK(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_labs",
        verbose_name=_("host organisation"),
    )
    first_session_on = models.DateField(_("first session"), null=True, blank=True)
    launched_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    DATA: ClassVar = {
        "public": "name question state",
        "internal": "first_session_on launched_at",
    }

    class Meta:
        ordering = ("-id",)
        verbose_name = _("lab")
        rules_permissions: ClassVar = {
            "list": rules.is_staff_of_city,
            "view": rules.is_staff_of_city | rules.sits_in_lab,
            "add": rules.is_director,
            "change": rules.is_director | rules.is_lab_facilitator,
            "launch": rules.is_director,
            "seat": rules.is_director | rules.is_lab_facilitator,
            "add_cohort_to": rules.is_director | rules.is_lab_facilitator,
            "close": rules.is_director,
            "request_override_of": rules.is_director | rules.is_lab_facilitator,
        }

    def __str__(self) -> str:
        return translate_plain(self.name)

    def get_absolute_url(self) -> str:
        return cached_reverse("lab", self.city.slug, self.pk)


class LabSeat(CityModel):
    """A person's seat in a lab, for an organisation; the sector is frozen on the seat."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("representative")
        FACILITATOR = "facilitator", _("facilitator")

    # Why it counts for no sector, in a sentence, where a page asks (`labs.views.labs.LabPage.seats`); "" where it counts.
    why_uncounted: str

    lab = CityFK(Lab, models.CASCADE, related_name="seats")
    profile = CityFK(Profile, models.CASCADE, related_name="lab_seats")
    organisation = CityFK(Organisation, models.PROTECT, null=True, blank=True, related_name="lab_seats")
    sector = models.SmallIntegerField(_("sector"), choices=Sector.choices, null=True, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=Role.choices, default=Role.REPRESENTATIVE)

    DATA: ClassVar = {"personal": "sector role"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "lab", "profile", "role"],
                name="labs_seat_once",
                violation_error_code="profile",
                violation_error_message=_("This person has this seat already."),
            ),
            models.CheckConstraint(
                condition=Q(sector=None) | Q(sector__range=(1, 4)),
                name="labs_seat_sector",
                violation_error_code="sector",
                violation_error_message=_("Choose one of the four sectors."),
            ),
            models.CheckConstraint(
                condition=~Q(role="representative") | Q(organisation__isnull=False, sector__isnull=False),
                name="labs_seat_for_organisation",
                violation_error_code="organisation",
                violation_error_message=_("Say for which organisation the person speaks."),
            ),
        )

    def __str__(self) -> str:
        return f"seat {self.pk}"
