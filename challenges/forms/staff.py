"""What the lab's people type about challenges and ideas."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, IdeaPhoto, Phase
from cities.queries import city_today
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.day_words import format_day
from educities.kit.fields import SeenTextField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from labs.models import Lab
from stakeholders.forms.area_select import AreaField
from stakeholders.models import Level
from stakeholders.queries.city_sign_in import can_show_residency

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day of this century: what is far outside no calendar can show."""

    def __init__(self, **kwargs: Any) -> None:
        bounds = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", **bounds}, format="%Y-%m-%d"),
            validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
            **kwargs,
        )


# To whoever writes the challenge "you" would be themselves.
NAMES_SHOWN = {Challenge.NamePolicy.PSEUDONYM: _("a name of the author’s choice")}

# Who may take part, for each level that an act can ask for.
WHO_MAY = [
    (Level.MAIL.value, _("anyone with a confirmed email")),
    (Level.PERSON.value, _("people the team has met")),
    (Level.RESIDENT.value, _("confirmed residents of the city")),
]


class ChallengeForm(ConcurrentEditForm, CityModelForm):
    intro = WordsFormField(label=_("two sentences about it"), rows=2)
    steps = WordsFormField(label=_("how it will go, one step a line"), rows=4, required=False)
    area = AreaField(label=capfirst(_("area")), required=False, skills_only=True, empty_label=_("none"))
    closes_on = DayField(label=_("Open until"), required=False)
    LAYOUT: ClassVar[Layout] = (
        (_("The question"), ("question", "intro", "steps")),
        (_("Which lab asks, and about what"), (("lab", "area"),)),
        (
            _("When, where, for whom"),
            (("when", "where", "closes_on"), ("places", "least_verification"), ("min_age", "name_policy")),
        ),
    )

    class Meta:
        model = Challenge
        fields = (
            "question",
            "intro",
            "steps",
            "lab",
            "area",
            "when",
            "where",
            "places",
            "min_age",
            "name_policy",
            "least_verification",
            "closes_on",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "lab", forms.ModelChoiceField).queryset = Lab.objects.exclude(state=Lab.State.CLOSED)
        self.fields["lab"].label = _("Lab")
        get_field(self, "least_verification", forms.TypedChoiceField).choices = WHO_MAY
        get_field(self, "name_policy", forms.ChoiceField).choices = [
            (policy.value, NAMES_SHOWN.get(policy, policy.label)) for policy in Challenge.NamePolicy
        ]
        # What was chosen earlier may stay, also where it is a group or no longer offered.
        get_field(self, "area", AreaField).let_stay(self.instance.area_id)

    def clean_least_verification(self) -> int:
        """Nobody could take part where the city has nothing to show anything with."""
        level: int = self.cleaned_data["least_verification"]
        if level == Level.RESIDENT and not can_show_residency():
            text = _("The city has no list of residents yet, and no sign-in. Its director sets one up first.")
            raise forms.ValidationError(text)
        return level

    def clean_closes_on(self) -> date | None:
        """A last day that is over may stay as it was; nobody sets one."""
        day = self.cleaned_data["closes_on"]
        if day and day < city_today() and "closes_on" in self.changed_data:
            raise forms.ValidationError(_("This date has passed. Choose a future date."))
        last = max((phase.last_day for phase in self._planned_phases() if phase.last_day), default=None)
        if day and last and day < last:
            text = _("A phase lasts until %(day)s. Choose that day or a later one, or change the phases first.")
            raise forms.ValidationError(text % {"day": format_day(last)})
        return day

    def _planned_phases(self) -> Iterable[Phase]:
        return self.instance.phases.select_related("city") if self.instance.pk else ()


class PhasesForm(forms.Form):
    """When ideas are gathered and when they are supported, from which day to which."""

    KINDS = (Phase.Kind.GATHER, Phase.Kind.SUPPORT)

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closes_on = challenge.closes_on
        planned = {phase.kind: phase for phase in challenge.phases.all()}
        for kind in self.KINDS:
            phase = planned.get(kind)
            self.fields[f"{kind}_on"] = forms.BooleanField(
                label=capfirst(kind.label), required=False, initial=phase is not None
            )
            self.fields[f"{kind}_from"] = DayField(
                label=_("First day"), required=False, initial=phase and phase.first_day
            )
            self.fields[f"{kind}_until"] = DayField(
                label=_("Last day"), required=False, initial=phase and phase.last_day
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not any(data.get(f"{kind}_on") for kind in self.KINDS):
            self.add_error(f"{self.KINDS[0]}_on", _("Choose at least one phase."))
        for kind in (kind for kind in self.KINDS if data.get(f"{kind}_on")):
            self._check_days(kind, data.get(f"{kind}_from"), data.get(f"{kind}_until"))
        return data

    def _check_days(self, kind: str, first: date | None, last: date | None) -> None:
        if first and last and last < first:
            self.add_error(f"{kind}_until", _("A phase cannot end before it begins."))
        for name, day in ((f"{kind}_from", first), (f"{kind}_until", last)):
            if self.closes_on and day and day > self.closes_on and name not in self.errors:
                text = _("The challenge closes on %(day)s. Choose that day or an earlier one.")
                self.add_error(name, text % {"day": format_day(self.closes_on)})

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each phase side by side."""
        return [(self[f"{kind}_on"], self[f"{kind}_from"], self[f"{kind}_until"]) for kind in self.KINDS]

    @property
    def phases(self) -> dict[str, tuple[Any, Any]]:
        """kind -> (first moment, first moment after), by the city's clock."""
        data = self.cleaned_data
        return {
            kind: (_midnight_after(data[f"{kind}_from"]), _midnight_after(data[f"{kind}_until"], days=1))
            for kind in self.KINDS
            if data[f"{kind}_on"]
        }


def _midnight_after(day: date | None, *, days: int = 0) -> datetime | None:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min)) if day else None


class RefusePhotoForm(forms.Form):
    """The rules, about what is seen. `read`: the photo's state on the page that was opened."""

    rule = forms.ChoiceField(label=_("Why is it not shown?"), choices=IdeaPhoto.Rule.choices, widget=forms.RadioSelect)
    because = SeenTextField(
        label=_("What do you tell the author?"),
        min_length=10,
        max_length=1000,
        help_text=_("Tell the author, kindly, what another photo would have to be like."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput())
