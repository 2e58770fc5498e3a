"""The shape of what residents and staff type about challenges."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Contribution
from educities.accounts.texts import ASKED_OF_GUARDIANS, TEXTS
from educities.kit.forms import CityModelForm, WordsFormField
from labs.models import Lab

OLDER, YOUNGER = "older", "younger"
OLDEST = 120


class Named(forms.Form):
    """How the person is named, and the age where the person is new here."""

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
    age = forms.ChoiceField(label=_("Your age"), widget=forms.RadioSelect)
    birth_month = forms.TypedChoiceField(
        label=_("Month of birth"), choices=[("", "—"), *MONTHS.items()], coerce=int, empty_value=None, required=False
    )
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    guardian_email = forms.EmailField(
        label=_("E-mail address of a parent or guardian"),
        required=False,
        help_text=_("A grown-up who looks after you reads two sentences and says yes or no."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    # A field no person sees: programs that fill in everything give themselves away.
    website = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, city: Any, known: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = {"n": city.account_age}
        self.fields["age"].choices = [
            (OLDER, _("I am %(n)s or older") % years),
            (YOUNGER, _("I am younger than %(n)s") % years),
        ]
        self.fields["age"].initial = OLDER
        if known is not None:
            for name in Named.base_fields:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("website"):
            raise forms.ValidationError(_("This looks like a program’s doing. Try again by hand."))
        if data.get("age") == YOUNGER:
            self._check_younger(data)
        else:
            for name in ("birth_month", "birth_year", "guardian_email"):
                data.pop(name, None)
        return data

    def _check_younger(self, data: dict[str, Any]) -> None:
        year = timezone.now().year
        if not data.get("birth_month"):
            self.add_error("birth_month", _("Choose the month."))
        if not data.get("birth_year") or not year - OLDEST <= data["birth_year"] <= year:
            self.add_error("birth_year", _("Write the year with four digits."))
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
    field_order = [
        "text",
        "display_name",
        "neighbourhood",
        "email",
        "age",
        "birth_month",
        "birth_year",
        "guardian_email",
    ]

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-draft"] = f"idea-{challenge.pk}"


class JoinForm(Named):
    bring = forms.CharField(
        label=_("What I bring"),
        max_length=280,
        required=False,
        help_text=_("For example: I can bake for thirty."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    field_order = [
        "bring",
        "display_name",
        "neighbourhood",
        "email",
        "age",
        "birth_month",
        "birth_year",
        "guardian_email",
    ]

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SupportForm(Named):
    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


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
        fields = ("question", "intro", "steps", "lab", "area", "when", "where", "places", "name_policy", "closes_on")
        widgets = {"closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lab"].queryset = Lab.objects.exclude(state=Lab.State.CLOSED)
        self.fields["lab"].label = _("Lab")


class HideForm(forms.Form):
    because = forms.CharField(
        label=_("What do you tell the author?"),
        min_length=10,
        max_length=1000,
        help_text=_("Name the rule, kindly. The author reads this and may answer."),
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
