from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges import rules
from challenges.models.challenges import Challenge
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from stakeholders.models import Profile


class Participation(Stateful, CityModel):
    """A resident takes part in a challenge, and says what they bring."""

    class State(models.TextChoices):
        JOINED = "joined", pgettext_lazy("participation", "joined")
        CONFIRMED = "confirmed", pgettext_lazy("participation", "taking part")
        WAITLISTED = "waitlisted", pgettext_lazy("participation", "on the waiting list")
        AWAITING_CONSENT = "awaiting_consent", pgettext_lazy("participation", "waiting for a guardian")
        CANCELLED = "cancelled", pgettext_lazy("participation", "left")
        DONE = "done", pgettext_lazy("participation", "done")

    MOVES: ClassVar = {
        State.JOINED: {State.CONFIRMED, State.WAITLISTED, State.AWAITING_CONSENT, State.CANCELLED},
        State.AWAITING_CONSENT: {State.CONFIRMED, State.WAITLISTED, State.CANCELLED},
        State.WAITLISTED: {State.CONFIRMED, State.AWAITING_CONSENT, State.CANCELLED},
        State.CONFIRMED: {State.DONE, State.AWAITING_CONSENT, State.CANCELLED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.CONFIRMED: _("You are already taking part."),
        State.CANCELLED: _("You have already left this challenge."),
    }

    challenge = CityFK(Challenge, models.PROTECT, related_name="participations")
    profile = CityFK(Profile, models.CASCADE, related_name="participations")
    bring = models.CharField(_("what I bring"), max_length=280, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.JOINED)

    DATA: ClassVar = {"personal": "bring joined_at state"}

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "challenge", "profile"],
                name="challenges_participation_live",
                violation_error_code="challenge",
                violation_error_message=_("This person takes part already."),
                condition=~models.Q(state="cancelled"),
            ),
        )
        rules_permissions: ClassVar = {"leave": rules.is_author}

    def __str__(self) -> str:
        return f"participation {self.pk}"

    def get_absolute_url(self) -> str:
        """The challenge, with when and where, and the way to leave."""
        return self.challenge.get_absolute_url()
