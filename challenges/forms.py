"""The shape of what residents and staff type about challenges."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from challenges.ages import ADULT, Age, age_of, years_of
from challenges.models import Challenge, Contribution, Phase
from educities.accounts.texts import ASKED_OF_GUARDIANS, TEXTS
from educities.kit.forms import CityModelForm, WordsFormField
from labs.models import Lab

OLDER, YOUNGER = "older", "younger"
OLDEST = 120
Policy = Challenge.NamePolicy
NAMED = {
    Policy.FULL: _("Beside your idea others read your name as you write it here."),
    Policy.FIRST: _("Beside your idea others read your first name and neighbourhood."),
    Policy.PSEUDONYM: _("Any name you like: beside your idea others read it as you write it here."),
}


class Named(forms.Form):
    """How the person is named, and the age where the person is new here. `age` after cleaning: band and month alone."""

    told_age: Age = ADULT
    display_name = forms.CharField(
        label=_("Your name, as others see it"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    neighbourhood = forms.CharField(
        label=_("Neighbourhood"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You get one mail with a link. The address is shown to nobody."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
    age = forms.ChoiceField(
        label=_("Your age"),
        widget=forms.RadioSelect,
        initial=OLDER,
        choices=[(OLDER, _("I am 18 or older")), (YOUNGER, _("I am younger than 18"))],
    )
    birth_month = forms.TypedChoiceField(
        label=_("Month of birth"), choices=[("", "—"), *MONTHS.items()], coerce=int, empty_value=None, required=False
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    guardian_email = forms.EmailField(
        label=_("E-mail address of a parent or guardian"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"})
    )
    # A field no person sees: programs that fill in everything give themselves away.
    website = forms.CharField(required=False, widget=forms.HiddenInput())
    OWN = ("display_name", "neighbourhood", "email", "age", "birth_month", "birth_year", "guardian_email")

    def __init__(self, *args: Any, city: Any, challenge: Challenge, known: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city, self.challenge = city, challenge
        if known is not None:
            for name in Named.base_fields:
                del self.fields[name]
            return
        self.order_fields([name for name in self.fields if name not in self.OWN] + list(self.OWN))
        self.fields["display_name"].help_text = NAMED[challenge.name_policy]
        text = _("If you are under %(n)s: a grown-up who looks after you reads two sentences and says yes or no.")
        self.fields["guardian_email"].help_text = text % {"n": city.account_age}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("website"):
            raise forms.ValidationError(_("This looks like a program’s doing. Try again by hand."))
        if data.get("age") == YOUNGER:
            self._check_younger(data)
        if not self.told_age.needs_guardian:
            data.pop("guardian_email", None)
        return data

    def _check_younger(self, data: dict[str, Any]) -> None:
        today = self.city.today()
        month, year = data.pop("birth_month", None), data.pop("birth_year", None)
        if not month:
            self.add_error("birth_month", _("Choose the month."))
        if not year or not today.year - OLDEST <= year <= today.year:
            self.add_error("birth_year", _("Write the year with four digits."))
        if {"birth_month", "birth_year"} & set(self.errors):
            return
        self.told_age = age_of(year, month, today, self.city.account_age)
        if self.challenge.min_age and years_of(year, month, today) < self.challenge.min_age:
            text = _("This challenge is for people of %(n)s and over.") % {"n": self.challenge.min_age}
            self.add_error(None, text)
        if self.told_age.needs_guardian:
            self._check_guardian(data)

    def _check_guardian(self, data: dict[str, Any]) -> None:
        if "guardian_email" in self.errors:
            return
        if not data.get("guardian_email"):
            self.add_error("guardian_email", _("Without a grown-up’s yes this cannot go on. Give an address."))
        elif data["guardian_email"].lower() == (data.get("email") or "").lower():
            self.add_error("guardian_email", _("This is your own address. Give the address of a grown-up."))


class IdeaForm(Named):
    text = forms.CharField(
        label=_("Your idea, in two sentences"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    seen_similar = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, challenge=challenge, **kwargs)
        self.fields["text"].widget.attrs["data-draft"] = f"idea-{challenge.pk}"


class JoinForm(Named):
    bring = forms.CharField(
        label=_("What I bring"),
        max_length=280,
        required=False,
        help_text=_("For example: I can bake for thirty."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class SupportForm(Named):
    pass


class AskGuardianForm(forms.Form):
    guardian_email = forms.EmailField(
        label=_("E-mail address of a parent or guardian"), widget=forms.EmailInput(attrs={"dir": "ltr"})
    )


class GuardianForm(forms.Form):
    """Purpose by purpose, two sentences each."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    is_adult = forms.BooleanField(label=_("I am of age, and I look after this child."))

    def __init__(self, *args: Any, named: bool = True, given: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in ASKED_OF_GUARDIANS:
            words = TEXTS[purpose]
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=words.name, help_text=words.adult, required=False, initial=purpose in given
            )
        if not named:
            del self.fields["display_name"], self.fields["is_adult"]

    @property
    def consents(self) -> dict[str, bool]:
        """The answer for each purpose."""
        return {purpose: self.cleaned_data[f"consent_{purpose}"] for purpose in ASKED_OF_GUARDIANS}


class ChallengeForm(CityModelForm):
    intro = WordsFormField(label=_("two sentences about it"), rows=3)
    steps = WordsFormField(label=_("how it will go, one step a line"), rows=4, required=False)

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
            "closes_on",
        )
        widgets = {"closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lab"].queryset = Lab.objects.exclude(state=Lab.State.CLOSED)
        self.fields["lab"].label = _("Lab")


class PhasesForm(forms.Form):
    """When ideas are gathered and when they are supported, from which day to which."""

    KINDS = (Phase.Kind.GATHER, Phase.Kind.SUPPORT)

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = {phase.kind: phase for phase in challenge.phases.all()}
        for kind in self.KINDS:
            phase = planned.get(kind)
            self.fields[f"{kind}_on"] = forms.BooleanField(
                label=capfirst(kind.label), required=False, initial=phase is not None
            )
            self.fields[f"{kind}_from"] = _day(_("First day"), phase and phase.first_day)
            self.fields[f"{kind}_until"] = _day(_("Last day"), phase and phase.last_day)

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each phase side by side."""
        return [(self[f"{kind}_on"], self[f"{kind}_from"], self[f"{kind}_until"]) for kind in self.KINDS]

    @property
    def phases(self) -> dict[str, tuple[Any, Any]]:
        """kind -> (first moment, first moment after), by the city's clock."""
        data = self.cleaned_data
        return {
            kind: (_midnight(data[f"{kind}_from"]), _midnight(data[f"{kind}_until"], days=1))
            for kind in self.KINDS
            if data[f"{kind}_on"]
        }


def _day(label: Any, initial: date | None) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, initial=initial, widget=widget)


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min)) if day else None


class HideForm(forms.Form):
    rule = forms.ChoiceField(
        label=_("Which rule does it break?"),
        choices=[choice for choice in Contribution.Rule.choices if choice[0] != Contribution.Rule.CONSENT],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("What do you tell the author?"),
        min_length=10,
        max_length=1000,
        help_text=_("Two kind sentences: what to change so that it can be shown. The author reads them."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class AnswerForm(forms.Form):
    answer_state = forms.ChoiceField(label=_("Where it stands"), choices=Contribution.Answer.choices)
    answer = forms.CharField(
        label=_("The lab’s answer"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
