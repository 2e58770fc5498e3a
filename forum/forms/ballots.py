"""The shape of a member's own answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SeenTextField
from educities.kit.seen_values import StampField
from forum.models import Ballot
from forum.models.ballots import MOST_WORDS


class BallotForm(forms.Form):
    answer = forms.ChoiceField(label=_("Your answer"), choices=Ballot.Answer.choices, widget=forms.RadioSelect)
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
