"""The shape of a member's own answer, and what all answers fill into the form of a decision."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.fields import SeenTextField
from educities.kit.other_languages import READ, SUFFIX
from educities.kit.seen_values import AsOfNowMixin, SeenValuesField, StampField, read_values
from forum.actions.ballots import describe_reworded, describe_tally
from forum.actions.objections import describe_no_reason
from forum.actions.reading import ReadPage, describe_moved, describe_open_names, describe_refused_names
from forum.models import AgendaItem, Ballot, Decision, Meeting
from forum.models.ballots import MOST_WORDS
from forum.queries.ballots import NO_ANSWERS, count_ballots, fill_boxes
from forum.queries.named import Person, find_unnamed, stamp_place
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
        help_text=_("It goes into the minutes as you write it, unless the person who leads the meeting leaves it out."),
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


class LaterText(forms.CharField):
    """A sentence that is asked for once its question has come up."""

    is_question = True


class SaidAloudField(forms.MultipleChoiceField):
    """Who said in the meeting that their name may stand beside what is noted: shown once the text names somebody, or
    has a word that may mean them. A tick that nobody is asked about any more says nothing."""

    is_question = True

    def __init__(self) -> None:
        label = _("Their name may stand here, or they are not meant")
        super().__init__(label=label, required=False, widget=forms.MultipleHiddenInput)

    def validate(self, value: Any) -> None:
        """Whoever is none of those asked about is passed over."""

    def show_choices(self, people: Iterable[Person]) -> None:
        """The page asks about these people."""
        self.choices = [(one.number, one.name) for one in people]
        self.widget = forms.CheckboxSelectMultiple(choices=self.choices)


class AnswersMixin:
    """For the form of a decision: the members' own answers are proposed, and no others are noted than were read.

    `answered`: the stamp of what they came to as the page was opened; `filled_in`: what the page filled in by itself; `place`:
    before which meeting the matter was.
    """

    tally: Tally | None
    # Were the words of the proposal changed since the page was opened?
    is_reworded = False
    # What was typed in place of words that are proposed no more.
    typed_words: Sequence[str] = ()
    # What was proposed as the form was made.
    proposed: dict[str, str]
    item: AgendaItem
    fields: dict[str, forms.Field]
    instance: Decision
    initial: dict[str, Any]
    cleaned_data: dict[str, Any]
    data: Any
    is_bound: bool
    errors: Any
    add_error: Callable[[str | None, Any], None]

    def fill_in_answers(self, meeting: Meeting | None) -> None:
        """What the members have answered by themselves is a proposal for the figures, which can be corrected. Their words are
        noted as they stand, but for those that whoever notes it leaves out."""
        self.tally, self.proposed = None, dict(self.instance.words) if self.instance.pk else {}
        if meeting is None:
            return
        self.tally = tally = count_ballots(self.instance, meeting.session) if self.instance.pk else NO_ANSWERS
        filled_in = fill_boxes(self.proposed, tally)
        self.initial |= {"answered": tally.key, "place": stamp_place(meeting, self.item), "filled_in": filled_in}
        if tally.answered:
            self.initial.update(tally.votes)
        if self.is_bound and self.data.get("filled_in"):
            self._follow_answers(read_values(self.data["filled_in"]), filled_in)

    def _follow_answers(self, before: dict[str, str], now: dict[str, str]) -> None:
        """The boxes that still hold what the page had filled in hold what the answers come to now.

        The languages of the wording are one text: where the proposal has other words by now, all of its boxes hold these, and
        what was typed stands beside them to be read.
        """
        sent = self.data.copy()
        names = [*dict.fromkeys((*before, *now))]
        words = [name for name in names if name.startswith("words_")]
        own = {name: sent.get(name, "") for name in words if not _are_same(sent.get(name, ""), before.get(name, ""))}
        self.is_reworded = any(before.get(name, "") != now.get(name, "") for name in words)
        if self.is_reworded:
            self.typed_words = [text for name, text in own.items() if text and not _are_same(text, now.get(name, ""))]
            self._show_proposal(sent)
        for name in names:
            is_left = _are_same(sent.get(name, ""), before.get(name, ""))
            if self.is_reworded if name in words else is_left:
                sent[name] = now.get(name, "")
        self.data = sent

    def _show_proposal(self, sent: Any) -> None:
        """What is asked about the other languages is asked anew, about the words of now."""
        sent.pop(f"words{SUFFIX}", None)
        if READ in self.fields:
            sent[READ] = json.dumps(self.fields[READ].initial)

    @property
    def left_out(self) -> set[str]:
        """The keys of the members' lines that do not go into the record."""
        return set(self.data.getlist("left_out")) if hasattr(self.data, "getlist") else set()

    @property
    def is_own_wording(self) -> bool:
        """Does the box of a form that was sent say something else than is put to the meeting?"""
        boxes = {f"words_{code}": text for code, text in self.proposed.items()}
        return self.is_bound and any(not _are_same(self.data.get(name, ""), text) for name, text in boxes.items())

    def clean_answers(self, meeting: Meeting | None) -> None:
        """Answers that changed since the page was opened are told beside what is missing too: the form that comes back shows
        those of now. Where nothing is missing `forum.actions.ballots.check_tally` says it."""
        sent, place = self.data.get("answered"), self.data.get("place")
        if meeting is not None and place and (refusal := describe_moved(meeting, place, self.item)):
            self.add_error(None, refusal)
        if self.is_reworded:
            self.add_error("words", describe_reworded())
        self._ask_why_left_out()
        if meeting is not None:
            self._clean_names(meeting)
        if self.errors and self.tally is not None and sent is not None and sent != self.tally.key:
            self.add_error("votes_for", describe_tally(self.tally))

    def _ask_why_left_out(self) -> None:
        """Words that are left out have a reason, which their writer reads."""
        if self.tally is None or not any(line.key in self.left_out for line in self.tally.words):
            return
        self.fields["left_out_because"].widget = forms.TextInput(attrs={"dir": "auto", "maxlength": "300"})
        if not self.cleaned_data.get("left_out_because"):
            self.add_error("left_out_because", describe_no_reason())

    def _clean_names(self, meeting: Meeting) -> None:
        """A name in the dissent is its owner's to give: refused, or asked about where they have not answered by themselves."""
        text = "\n".join((self.cleaned_data.get("dissent") or {}).values())
        decision, said = self.instance if self.instance.pk else None, self.cleaned_data.get("said_aloud")
        found = find_unnamed(meeting, decision, text)
        if found.asked:
            cast("SaidAloudField", self.fields["said_aloud"]).show_choices(found.asked)
        left = find_unnamed(meeting, decision, text, said)
        if left.refused and self.errors:
            # Beside what is missing; where nothing is `forum.actions.reading.check_names` says it.
            self.add_error("dissent", describe_refused_names(left.refused))
        elif left.asked and not left.refused:
            self.add_error("said_aloud", describe_open_names([one.name for one in left.asked]))

    @property
    def read_page(self) -> ReadPage:
        """What whoever sends it had before them; of a form that says nothing of it nobody is asked."""
        data = self.cleaned_data
        is_whole = bool(self.data.get("filled_in"))
        words = self.proposed if is_whole else None
        because = data.get("left_out_because") or ""
        return ReadPage(words, data.get("answered"), data.get("place"), data.get("said_aloud"), self.left_out, because)
