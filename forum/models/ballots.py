from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.tenancy.models import CityFK, CityModel
from forum.models.decisions import Decision
from forum.models.seats import Seat

MOST_WORDS = 500


class Ballot(CityModel):
    """What a member answers to a proposal that is before the meeting. It goes as soon as what the forum says is noted: the
    figures stay with the decision, and the words as a `Statement`. On the pages it is the member's own answer.

    One to other words than are proposed now counts no more; its member reads so.
    """

    class Answer(models.TextChoices):
        FOR = "for", pgettext_lazy("own answer", "for")
        AGAINST = "against", pgettext_lazy("own answer", "against")
        ABSTAINED = "abstained", pgettext_lazy("own answer", "I abstain")

    decision = CityFK(Decision, models.CASCADE, editable=False, related_name="ballots")
    seat = CityFK(Seat, models.CASCADE, editable=False, related_name="+")
    answer = models.CharField(_("your answer"), max_length=9, choices=Answer.choices)
    words = models.CharField(_("objection or dissent"), max_length=MOST_WORDS, blank=True, default="")
    # The person's own word: their name may stand beside what they said.
    is_named = models.BooleanField(default=False)

    # Which words of the proposal were answered (`forum.queries.ballots.find_version`).
    version = models.CharField(max_length=64, editable=False)

    DATA: ClassVar = {"personal": "answer words is_named", "internal": "version"}

    class Meta:
        ordering = ("id",)
        verbose_name = _("own answer to a proposal")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answer__in=["for", "against", "abstained"]),
                name="forum_ballot_answer",
                violation_error_code="answer",
                violation_error_message=_("Choose one of the three answers."),
            ),
            models.UniqueConstraint(
                fields=["city", "decision", "seat"],
                name="forum_ballot_once",
                violation_error_code="answer",
                violation_error_message=_("You have answered already. You can change your answer."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_answer_display())
