"""The call of an intake: when teachers apply, how many, who leads, and the four terms."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accelerator.models import Accelerator
from accelerator.values import LEADER_FIELDS, TERMS
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField, add_months
from educities.kit.day_words import format_days
from educities.kit.fields import LaterBox, WholeNumberField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from stakeholders.models import Profile

LEADERS = LEADER_FIELDS
# From September to the end of January.
HALF_MONTHS = 5
ENDS = tuple(f"term_{number}" for number in range(1, TERMS + 1))


class IntakeForm(CityModelForm):
    """`people`: who works in the city as a facilitator, of whom two lead. `ends_with`: the last day of the five years."""

    LAYOUT: ClassVar[Layout] = (
        ("", ("name", ("call_opens_on", "call_closes_on"), "places", LEADERS)),
        (
            _("The four terms: each begins on the day after the one before"),
            ("starts_on", ENDS[:2], ENDS[2:], "outlives"),
        ),
        (_("What teachers should know before they apply"), ("about",)),
    )
    FOLDED = (LAYOUT[2][0],)
    name = WordsFormField(label=_("What is the intake called?"))
    about = WordsFormField(label=_("Whom is it for?"), rows=3, required=False)
    places = WholeNumberField(label=_("Places"), min_value=1, max_value=200, help_text=_("24 to 30 work well."))
    first_leader = forms.ChoiceField(label=_("Who leads it?"))
    second_leader = forms.ChoiceField(label=_("And who else?"), help_text=_("One of the two is a teacher of the city."))
    starts_on = DayField(label=_("First day of term 1"))
    term_1 = DayField(label=_("Last day of term 1"))
    term_2 = DayField(label=_("Last day of term 2"))
    term_3 = DayField(label=_("Last day of term 3"))
    term_4 = DayField(label=_("Last day of term 4"))
    outlives = LaterBox(label=_("Yes, it goes on after the five years"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Accelerator
        fields: tuple[str, ...] = ("name", "about", "call_opens_on", "call_closes_on", "places")
        field_classes = {"call_opens_on": DayField, "call_closes_on": DayField}

    def __init__(self, *args: Any, people: Sequence[Profile], ends_with: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends_with = ends_with
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("choose")), *((number, one.display_name) for number, one in self.people.items())]
        for name in LEADERS:
            get_field(self, name, forms.ChoiceField).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = (cleaned.get(name) for name in LEADERS)
        if first and first == second:
            self.add_error("second_leader", _("Choose two different people."))
        if (doubt := describe_outliving(cleaned.get(ENDS[-1]), self.ends_with)) and not cleaned.get("outlives"):
            self.fields["outlives"].widget = forms.CheckboxInput()
            self.add_error("outlives", doubt)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in self.Meta.fields},
            "starts_on": given["starts_on"],
            "ends": [given[name] for name in ENDS],
            "leaders": [self.people[given[name]] for name in LEADERS],
        }


class ChangeIntakeForm(ConcurrentEditForm, IntakeForm):
    """The same of an intake whose call was opened."""


def describe_outliving(last: date | None, ends_with: date | None) -> str:
    """That the two years end after the five years do, as a question; "" where they do not."""
    if last is None or ends_with is None or last <= ends_with:
        return ""
    day, end = format_days(last, ends_with)
    text = gettext("The last term ends on %(day)s, and the five years on %(end)s. Shall the intake go on after them?")
    return text % {"day": day, "end": end}


def propose_terms(starts_on: date, ends_on: date) -> dict[str, date]:
    """Four terms between two days, for a form: of each of the two years the first has five months, as schools count."""
    second = add_months(starts_on, 12)
    firsts = [add_months(starts_on, HALF_MONTHS), second, add_months(second, HALF_MONTHS)]
    ends = [*(day - timedelta(days=1) for day in firsts), ends_on]
    return {"starts_on": starts_on, **dict(zip(ENDS, ends, strict=True))}
