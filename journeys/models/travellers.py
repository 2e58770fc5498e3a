"""Who travels on an expedition, and what the guardians of a child say of this one journey."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consents.models import GuardianLink
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from journeys import rules
from journeys.models.expeditions import Expedition
from labs.models import Cohort
from stakeholders.models import Profile


class Traveller(CityModel):
    """A person whom the cohort takes along on one expedition."""

    class Role(models.TextChoices):
        LEARNER = "learner", pgettext_lazy("traveller", "travels along")
        RESPONSIBLE = "responsible", pgettext_lazy("traveller", "adult responsible")

    expedition = CityFK(Expedition, models.CASCADE, related_name="travellers")
    profile = CityFK(Profile, models.CASCADE, related_name="trips")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.LEARNER)
    # What a person under 18 says of this journey: a no keeps them at home, whatever grown-ups say.
    own_answer = models.BooleanField(null=True)
    added_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"personal": "role added_at", "child": "own_answer"}

    class Meta:
        ordering = ("-role", "profile__display_name", "id")
        verbose_name = _("traveller")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "expedition", "profile"],
                name="journeys_traveller_once",
                violation_error_code="profile",
                violation_error_message=_("This person is on the list already."),
            ),
        )
        rules_permissions: ClassVar = {
            "change": rules.leads_along,
            "enter_form_for": rules.is_director | rules.is_lab_facilitator,
            # The person of the row, about themselves.
            "answer": rules.is_traveller,
        }

    def __str__(self) -> str:
        return f"traveller {self.pk}"

    @property
    def cohort(self) -> Cohort:
        """The cohort whose journey it is."""
        return self.expedition.cohort

    @property
    def cohort_id(self) -> int:
        """The number of that cohort."""
        return self.expedition.cohort_id

    def get_absolute_url(self) -> str:
        return self.expedition.get_absolute_url()


class TripConsent(Stateful, CityModel):
    """What one guardian says of one child and one journey: by the link of a mail, or on paper that somebody entered.

    It stands apart from the six purposes of `consents.Consent`, which hold for everything a child does in the city and of
    which a child has one each. Like there, one no outweighs a yes, and it can be taken back any day.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("trip consent", "asked")
        GIVEN = "given", pgettext_lazy("trip consent", "given")
        REFUSED = "refused", pgettext_lazy("trip consent", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("trip consent", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("trip consent", "over")

    # A no may become a yes as long as the journey is ahead. A plan that has changed is asked about anew.
    MOVES: ClassVar = {
        State.ASKED: {State.GIVEN, State.REFUSED, State.EXPIRED},
        State.GIVEN: {State.WITHDRAWN, State.ASKED, State.EXPIRED},
        State.REFUSED: {State.GIVEN},
        State.WITHDRAWN: {State.GIVEN},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.GIVEN: _("You have already agreed to this expedition."),
        State.REFUSED: _("You have already said no to this expedition."),
        State.WITHDRAWN: _("You have already said no to this expedition."),
        State.EXPIRED: _("This expedition is over. There is nothing to answer any more."),
    }
    NO: ClassVar = (State.REFUSED, State.WITHDRAWN)

    traveller = CityFK(Traveller, models.CASCADE, related_name="trip_consents")
    # Empty for a form on paper, which says by name who signed.
    link = CityFK(GuardianLink, models.CASCADE, null=True, related_name="+")
    signed_by = models.CharField(_("name of the parent or guardian"), max_length=80, blank=True)
    signed_on = models.DateField(_("day on the form"), null=True)
    # For the days of this journey alone; gone 30 days after it.
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    shows_email = models.BooleanField(default=False)
    # A part of the secret of its link: a restore changes it, so that no mail of before opens anything.
    link_number = models.PositiveIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)

    DATA: ClassVar = {
        "secret": "link_number",
        "child": "traveller link signed_by signed_on phone shows_email asked_at answered_at valid_until state",
    }

    class Meta:
        ordering = ("id",)
        verbose_name = _("consent to an expedition")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "traveller", "link"],
                name="journeys_trip_consent_once",
                violation_error_code="link",
                violation_error_message=_("This parent or guardian was asked already."),
                condition=Q(link__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["city", "traveller"],
                name="journeys_trip_paper_once",
                violation_error_code="signed_by",
                violation_error_message=_("A signed form for this child was entered already."),
                condition=Q(link=None),
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(valid_until__isnull=False),
                name="journeys_trip_consent_ends",
                violation_error_code="valid_until",
                violation_error_message=_("Say until when the consent applies."),
            ),
        )

    def __str__(self) -> str:
        return f"trip consent {self.pk}"

    @property
    def is_of_guardian(self) -> bool:
        """Is it of an adult who answers for the child still, or on a signed form?"""
        return self.link is None or self.link.state == self.link.State.CONFIRMED

    def keeps_home(self, expedition: Expedition) -> bool:
        """Is it a no that counts on this journey, its own? Once an adult answers for the child no more, theirs counts only
        where the journey has begun without the child.
        """
        has_begun = expedition.state not in Expedition.AHEAD
        return self.state in self.NO and (self.is_of_guardian or has_begun)

    def holds_on(self, day: date) -> bool:
        """Is it a yes on that day?"""
        is_given = self.state == self.State.GIVEN and self.is_of_guardian
        return is_given and self.valid_until is not None and self.valid_until >= day
