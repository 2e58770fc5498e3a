"""The shape of what is said about an item: by the chair, by whoever sends it up, by the forum itself."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.kit.dates import DayField, add_months
from educities.kit.fields import LaterBox, WholeNumberField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from educities.kit.other_languages import OtherLanguagesForm
from educities.kit.seen_values import SeenValuesField, StampField
from forum.actions.rejections import describe_changed_record
from forum.actions.votes import (
    describe_broken_consent,
    describe_doubt,
    describe_too_many_votes,
    describe_weight,
    describe_why_no_vote,
    is_lost,
)
from forum.forms.ballots import AnswersMixin, FilledInField, LaterText, SaidAloudField
from forum.models import AgendaItem, Decision, Meeting, Seat
from forum.models.decisions import MOST_VOTES
from forum.queries import count_presence, list_seats_now
from forum.queries.sessions import find_held_meeting
from forum.values import AGENDA, USUAL_REVIEW_MONTHS, AgendaKind, Presence
from forum.values.reviews import REVERSED, REVIEW_KIND, STAYS, WAITS
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.models import Organisation, Profile

MORE = _("Votes, dissent, who acts")


class ItemForm(forms.Form):
    title = WordsFormField(label=_("What is it about?"))
    words = WordsFormField(label=_("In a sentence or two"), rows=3, required=False)


class SendForm(forms.Form):
    words = WordsFormField(
        label=_("What should the forum say or do?"),
        rows=3,
        help_text=_("One sentence. Everyone with a seat in the forum reads it, and the answer comes back to you."),
    )


class ProposalForm(OtherLanguagesForm, forms.Form):
    words = WordsFormField(label=_("What is proposed?"), rows=4)
    # What stood there when the page was opened: nobody writes over somebody else's words without having read them.
    seen = SeenValuesField()
    # Whose answers the question was about: of more of them it is asked anew.
    answered = StampField()
    # Shown once members have answered the words of before.
    sure = LaterBox(label=_("Change the words, and let them answer again"), required=False, widget=forms.HiddenInput)

    def add_error(self, field: str | None, error: Any) -> None:
        """The question comes with its box, without a tick that was an answer to another one."""
        if field == "sure":
            self.fields["sure"].widget = forms.CheckboxInput()
            sent: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sent can be copied
            sent.pop("sure", None)
            self.data = sent
        super().add_error(field, error)


class ReportForm(forms.Form):
    words = WordsFormField(label=_("What was done?"), rows=3)


class CorrectionForm(forms.Form):
    words = WordsFormField(
        label=_("What is right?"), rows=3, help_text=_("The minutes stay as they are; this stands beside them.")
    )


class VoteField(WholeNumberField):
    """So many votes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_VOTES, required=False, **kwargs)


class SeatHolderField(forms.ModelChoiceField):
    """One of those who sit in the forum today, each with the organisation: two people may have one name."""

    names: dict[int, str] = {}

    def offer_seats(self, seats: QuerySet[Seat]) -> None:
        """The people who sit there. One query."""
        self.names = {seat.profile_id: seat.full_name for seat in seats}
        self.queryset = Profile.objects.filter(pk__in=self.names)

    def label_from_instance(self, obj: Profile) -> str:
        return self.names.get(obj.pk, str(obj.display_name))


class DecisionForm(AnswersMixin, OtherLanguagesForm, CityModelForm):
    """What the forum says about `item`."""

    FOLDED: ClassVar = (MORE,)
    LAYOUT: ClassVar[Layout] = (
        (
            "",
            (
                "words",
                "words_others",
                "method",
                "not_carried",
                "as_advice",
                "takes_effect",
                "shown",
                "answered",
                "filled_in",
                "place",
                "earlier",
                "left_out_because",
                "review_on",
            ),
        ),
        (
            MORE,
            (
                ("votes_for", "votes_against", "abstained"),
                "dissent",
                "said_aloud",
                "acts_profile",
                "acts_organisation",
                "act_by",
            ),
        ),
    )
    words = WordsFormField(label=_("What is decided?"), rows=3)
    method = forms.ChoiceField(label=_("How"), choices=Decision.Method.choices, widget=forms.RadioSelect)
    # Shown once the votes are such: figures are mistyped easily, and what is noted stays.
    not_carried = LaterBox(label=_("It was not carried"), required=False, widget=forms.HiddenInput)
    # Shown once what is said is no decision: advice stays advice, and everyone may read it at once.
    as_advice = LaterBox(label=_("Record it as advice"), required=False, widget=forms.HiddenInput)
    takes_effect = forms.BooleanField(required=False)
    # Which state of the record the page shows: another one is not decided on unread.
    shown = StampField()
    answered = StampField()
    filled_in = FilledInField()
    place = StampField()
    earlier = forms.ChoiceField(
        label=_("The earlier decision"),
        choices=(
            (STAYS, _("was reviewed and stays")),
            (REVERSED, _("is reversed")),
            (WAITS, _("still waits for its review, as nothing was carried")),
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    dissent = WordsFormField(
        label=_("Objection or dissent that was said aloud"),
        rows=2,
        required=False,
        help_text=_(
            "What members wrote themselves goes into the record in their own words. Write here what was said aloud; a name only "
            "where its owner said that it may stand."
        ),
    )
    said_aloud = SaidAloudField()
    # Shown once words of members are left out of the record.
    left_out_because = LaterText(
        label=_("Why these words are left out"), max_length=300, required=False, widget=forms.HiddenInput
    )
    acts_profile = SeatHolderField(queryset=QuerySet(Profile), label=_("Person who acts"), required=False)
    votes_for = VoteField(label=_("For"))
    votes_against = VoteField(label=_("Against"))
    abstained = VoteField(label=_("Abstained"))

    class Meta:
        model = Decision
        fields = (
            "words",
            "method",
            "votes_for",
            "votes_against",
            "abstained",
            "dissent",
            "acts_profile",
            "acts_organisation",
            "act_by",
            "review_on",
        )
        field_classes: ClassVar = {
            "act_by": DayField,
            "review_on": DayField,
            "acts_organisation": OrganisationField,
        }
        help_texts: ClassVar = {"review_on": _("It comes back on this day by itself, within 18 months.")}

    def __init__(self, *args: Any, item: AgendaItem, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self._ask_about_record(item, reader)
        self.fill_in_answers(self.meeting)
        # Nobody has said yet how: a consent is stated, never proposed.
        self.initial.pop("method", None)
        self.fields["review_on"].required = True
        # What is proposed has no day yet, and would leave the box empty.
        self.initial["review_on"] = self.initial.get("review_on") or add_months(city_today(), USUAL_REVIEW_MONTHS)
        seats = list_seats_now(item.charter)
        get_field(self, "acts_profile", SeatHolderField).offer_seats(seats)
        if not reader.has_perm("stakeholders.list_organisation", item.city):
            # Whoever leads the forum without an office in the city chooses among those who sit there.
            seated = Organisation.objects.filter(pk__in=seats.values("organisation"))
            label = self.fields["acts_organisation"].label
            self.fields["acts_organisation"] = forms.ModelChoiceField(seated, label=label, required=False)

    def _ask_about_record(self, item: AgendaItem, reader: User) -> None:
        """What a decision can do to the record, and what becomes of a decision that came back, where it is about one."""
        kind = AGENDA.get(item.record_kind)
        row = kind.rows().filter(pk=item.record_id).first() if kind is not None and kind.effect else None
        if kind is None or row is None:
            del self.fields["takes_effect"], self.fields["shown"]
        else:
            self._ask_for_effect(kind, row, reader)
        if item.record_kind != REVIEW_KIND:
            del self.fields["earlier"]

    def _ask_for_effect(self, kind: AgendaKind, row: Model, reader: User) -> None:
        """The record as it is now can be changed by the decision, or it is said why this reader cannot say so."""
        field, refusal = self.fields["takes_effect"], kind.describe_why_no_effect(row, reader)
        field.label = str(kind.effect)
        field.help_text = refusal or _("By a decision alone: advice changes nothing.")
        if refusal:
            field.widget.attrs["disabled"] = True
        self.initial["shown"] = kind.name_version(row)

    def _get_validation_exclusions(self) -> set[str]:
        """What the database says of a whole decision is asked when it is decided."""
        return {*super()._get_validation_exclusions(), "state"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        people = [name for name in ("acts_profile", "acts_organisation") if data.get(name)]
        if len(people) > 1:
            self.add_error("acts_organisation", _("Choose a person or an organisation, not both."))
        if bool(people) != bool(data.get("act_by")) and not {"act_by", *people} & set(self.errors):
            self.add_error("act_by", _("Say who acts, a person or an organisation, and until when."))
        if data.get("act_by") and data["act_by"] < city_today():
            self.add_error("act_by", _("This day is over. Choose a later one."))
        if data.get("method"):
            self._clean_votes(data)
        if data.get("shown") and data["shown"] != self.initial["shown"]:
            # The page that comes back is of now, so it is said beside whatever else is missing.
            self.add_error(None, describe_changed_record())
        self.clean_answers(self.meeting)
        return data

    def _clean_votes(self, data: dict[str, Any]) -> None:
        """Votes that are none, or by which it is not carried, are asked about; what was not carried has no day of review. Of a
        figure that is none nothing is asked before it is right.
        """
        if {"votes_for", "votes_against", "abstained"} & set(self.errors):
            return
        if data["method"] == Decision.Method.VOTE and (refusal := self._describe_wrong_votes(data)):
            self.add_error("votes_for", refusal)
            return
        if refusal := describe_broken_consent(data):
            self.add_error("votes_against", refusal)
        elif doubt := describe_doubt(data, data.get("not_carried", False)):
            self.fields["not_carried"].widget = forms.CheckboxInput()
            self.add_error("not_carried", doubt)
        elif is_lost(data):
            self.errors.pop("review_on", None)
            data["review_on"] = None
        else:
            self._clean_weight(data.get("as_advice", False))

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting that is held now."""
        return find_held_meeting(self.item.charter_id)

    @cached_property
    def presence(self) -> Presence | None:
        """Who is here now; None while no meeting is held."""
        return count_presence(self.item.charter, self.meeting.session) if self.meeting else None

    def _describe_wrong_votes(self, data: dict[str, Any]) -> str:
        """Why these cannot be the votes, before anybody is asked what came of them."""
        presence = self.presence
        too_many = describe_too_many_votes(data, presence) if presence is not None and presence.is_begun else ""
        return describe_why_no_vote(data) or too_many

    def _clean_weight(self, as_advice: bool) -> None:
        """What will be advice by whoever is here now is asked about once, with the reason."""
        presence = self.presence
        if presence is not None and presence.is_begun and (doubt := describe_weight(presence, as_advice)):
            self.fields["as_advice"].widget = forms.CheckboxInput()
            self.add_error("as_advice", doubt)

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = (*self.Meta.fields, "not_carried", "as_advice", "takes_effect", "earlier", "shown")
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return {**values, "read": self.read_page}
