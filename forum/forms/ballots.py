"""The shape of a member's own answer, and what all answers fill into the form of a decision."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SeenTextField
from educities.kit.seen_values import AsOfNowMixin, SeenValuesField, StampField, read_values
from forum.actions.ballots import describe_tally
from forum.models import Ballot, Decision, Meeting
from forum.models.ballots import MOST_WORDS
from forum.queries.ballots import count_ballots, fill_boxes
from forum.values.ballots import Tally


class BallotForm(forms.Form):
    answer = forms.ChoiceField(
        label=pgettext_lazy("own answer", "Your answer"), choices=Ballot.Answer.choices, widget=forms.RadioSelect
    )
    words = SeenTextField(
        label=_("Objection or dissent, in your words"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person who leads the meeting reads it and can put it into the minutes."),
    )
    is_named = forms.BooleanField(
        label=_("My name may stand beside these words"),
        required=False,
        help_text=_("Where the city shows its decisions to everyone, everyone reads both."),
    )
    # Which words of the proposal, and what of one's own, the page showed.
    seen = StampField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_named") and not data.get("words"):
            data["is_named"] = False
        return data


class FilledInField(AsOfNowMixin, SeenValuesField):
    """What the page fills in by itself, sent along unseen."""


def _are_same(sent: str, filled_in: str) -> bool:
    """Did nobody write in the box? A browser sends the ends of lines in its own way."""
    return sent.split() == str(filled_in).split()


class AnswersMixin:
    """For the form of a decision: the members' own answers are proposed, and no others are noted than were read.

    `answered`: the stamp of what they came to as the page was opened; `filled_in`: what the page filled in by itself.
    """

    tally: Tally | None
    # Were the words of the proposal changed since the page was opened?
    is_reworded = False
    instance: Decision
    initial: dict[str, Any]
    data: Any
    is_bound: bool
    errors: Any
    add_error: Callable[[str, Any], None]

    def fill_in_answers(self, meeting: Meeting | None) -> None:
        """What the members have answered by themselves is a proposal for the figures and the dissent; it can be corrected."""
        self.tally = None
        if meeting is None or not self.instance.pk:
            return
        self.tally = tally = count_ballots(self.instance, meeting.session)
        language = (get_language() or "en")[:2]
        filled_in = fill_boxes(self.instance, tally)
        self.initial["answered"] = tally.key
        if tally.answered:
            self.initial.update(tally.votes)
        if tally.words:
            self.initial["dissent"] = {language: filled_in[f"dissent_{language}"]}
        self.initial["filled_in"] = filled_in
        if self.is_bound:
            self._follow_answers(filled_in)

    def _follow_answers(self, now: dict[str, str]) -> None:
        """The boxes that still hold what the page had filled in hold what the answers come to now, and the words that are put to
        the meeting now: a name that was taken back stands nowhere in a box that nobody wrote in."""
        before, sent = read_values(self.data.get("filled_in")), self.data.copy()
        self.is_reworded = any(before[name] != now.get(name) for name in before if name.startswith("words_"))
        for name, value in now.items():
            if name in before and _are_same(sent.get(name, ""), before[name]):
                sent[name] = value
        self.data = sent

    def clean_answers(self) -> None:
        """Answers that changed since the page was opened are told beside what is missing too: the form that comes back shows
        those of now. Where nothing is missing `forum.actions.ballots.check_tally` says it."""
        sent = self.data.get("answered")
        if self.is_reworded:
            self.add_error("words", _("The proposal has other words now. Read them, then send it again."))
        if self.errors and self.tally is not None and sent is not None and sent != self.tally.key:
            self.add_error("votes_for", describe_tally(self.tally))
