"""What narrows the decisions of the forum."""

from typing import Any

from django import forms
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.kit.fields import SearchTextField
from educities.kit.forms import get_field
from educities.kit.lists import words_hold
from forum.models import Decision

ANY = [("", _("all"))]
KINDS = [("decision", _("decisions")), ("advice", _("advice"))]
STATES = [(state.value, state.label) for state in Decision.CONCLUDED]


class DecisionFilter(forms.Form):
    """A part of the text, the state, decision or advice, the year."""

    q = SearchTextField(label=_("Search in the text"))
    state = forms.ChoiceField(label=_("Status"), choices=[*ANY, *STATES], required=False)
    kind = forms.ChoiceField(label=_("Decision or advice"), choices=[*ANY, *KINDS], required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = city_today().year
        first = Decision.objects.concluded().aggregate(day=Min("decided_on"))["day"]
        # Before its first decision there was no forum to decide anything.
        years = [(year, str(year)) for year in range(now, (first.year if first else now) - 1, -1)]
        get_field(self, "year", forms.ChoiceField).choices = [*ANY, *years]

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows of these choices."""
        data = self.cleaned_data
        if data["q"]:
            rows = rows.filter(words_hold(data["q"], "words"))
        if data["state"]:
            rows = rows.filter(state=data["state"])
        if data["kind"]:
            rows = rows.filter(is_advice=data["kind"] == "advice").exclude(state=Decision.State.REJECTED)
        return rows.filter(decided_on__year=data["year"]) if data["year"] else rows
