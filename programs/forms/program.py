from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.fields import SeenTextField
from educities.kit.forms import CityModelForm, WordsFormField, get_field
from programs.forms.evidence import EvidenceField, EvidenceSelect
from programs.forms.sure import SureForm
from programs.models import Milestone, Program, ProgramYear
from programs.values.calendar import school_year, school_year_starts
from stakeholders.forms.organisation_select import OrganisationField


class StartForm(forms.Form):
    """From which school year, or from which date."""

    year = forms.TypedChoiceField(label=_("From the school year"), coerce=int, empty_value=None, required=False)
    starts_on = DayField(label=_("Or from another date"), required=False)
    pace = forms.ChoiceField(
        label=_("Pace"),
        choices=Program.Pace.choices,
        initial=Program.Pace.STEADY,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, city: City, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city, now = city, city.school_year()
        get_field(self, "year", forms.ChoiceField).choices = [
            ("", "—"),
            *((n, school_year(n)) for n in range(now - 4, now + 3)),
        ]
        self.fields["year"].initial = now

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        day, year = cleaned.get("starts_on"), cleaned.get("year")
        if day is None and year is None and not self.errors:
            raise ValidationError(_("Choose a school year or give a date."))
        if day is not None and not date(2000, 1, 1) <= day <= date(2090, 1, 1):
            self.add_error("starts_on", _("Choose a date closer to today."))
        return cleaned

    @property
    def day(self) -> date:
        given = self.cleaned_data["starts_on"]
        return given or school_year_starts(self.cleaned_data["year"], self.city.school_year_start)


class MilestoneForm(ConcurrentEditForm, CityModelForm):
    class Meta:
        model = Milestone
        fields: ClassVar = ["title", "due_on", "owner", "owner_role"]
        field_classes: ClassVar = {"due_on": DayField, "owner": OrganisationField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].label = _("Who is responsible")

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AddMilestoneForm(MilestoneForm):
    """A milestone more; one whose day is over is there only as one that is reached, with what shows it."""

    record = EvidenceField(label=_("If it is reached already: the record that shows it"))
    evidence = SeenTextField(
        label=_("What the record does not say"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].widget = EvidenceSelect(self.instance.year.city)

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return super().values | {"link": self.cleaned_data["record"], "evidence": self.cleaned_data["evidence"]}


class MoveMilestoneForm(SureForm):
    """How it stands now, and by what one can see it (or why)."""

    state = forms.ChoiceField(
        label=_("Status"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("The status has changed in the meantime. Choose again.")},
    )
    record = EvidenceField(label=_("Record that shows it is reached"))
    words = SeenTextField(
        label=_("Reason, or words beside the record"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Reached: what the record does not say. At risk, missed, dropped or open again: the reason."),
    )

    def __init__(self, milestone: Milestone, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = milestone.MOVES.get(milestone.state, ())
        state = get_field(self, "state", forms.ChoiceField)
        state.choices = [(s.value, s.label) for s in Milestone.State if s in ways]
        # One way is no choice: it goes along unseen, and the button says it.
        self.only_way = next(iter(ways)) if len(ways) == 1 else ""
        self.fields["sure"].label = _("Yes, it is missed before its day")
        words: Any = self.fields["words"]
        # The mark beside the box: an answer that an act asks for is not called optional.
        words.one_of = _("depends on the status")
        if Milestone.State.PLANNED not in ways:
            words.help_text = _("Reached: what the record does not say. At risk, missed or dropped: the reason.")
        if self.only_way:
            state.widget, state.initial = forms.HiddenInput(), self.only_way
            words.label, words.help_text, words.one_of = _("Reason"), "", ""
            words.required = True
            words.error_messages["required"] = _("Say why it is open again.")
        self.fields["record"].widget = EvidenceSelect(milestone.city, milestone)
        vars(self.fields["record"])["one_of"] = _("needed if it is reached")
        if Milestone.State.REACHED not in ways:
            del self.fields["record"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("record") and cleaned.get("state") not in {None, Milestone.State.REACHED}:
            self.add_error(
                "record", _("Only a milestone that is reached has a record. Choose “reached”, or no record.")
            )
        return cleaned


class FocusForm(ConcurrentEditForm, CityModelForm):
    focus = WordsFormField(label=_("Focus of the year"))

    class Meta:
        model = ProgramYear
        fields: ClassVar = ["focus"]


class CloseForm(forms.Form):
    reason = SeenTextField(
        label=_("Figures that are not available, and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.one_of = _("needed if a figure is missing or not confirmed")
