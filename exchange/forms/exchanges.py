"""Opening an exchange, and coming in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import CodeField, NameField
from educities.kit.forms import CityModelForm, WordsFormField
from exchange.models import Exchange
from exchange.values import CODE_DIGITS
from stakeholders.models import Sector

ADULT, MINOR = "adult", "minor"


class ExchangeForm(CityModelForm):
    title = WordsFormField(label=_("What is the exchange called?"))

    class Meta:
        model = Exchange
        fields = ("title",)


class RenameForm(forms.Form):
    """Another first name, for the wall and the phones."""

    first_name = NameField(
        label=_("First name"), max_length=40, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )


class JoinForm(forms.Form):
    """The code on the wall and a first name; a guest says whether they are of age, and may say where they come from."""

    code = CodeField(
        label=_("The six digits on the screen"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "dir": "ltr",
                "class": "code-input",
                "placeholder": "000000",
            }
        ),
    )
    first_name = NameField(
        label=_("Your first name, as the others should read it"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "given-name"}),
    )
    age = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[(ADULT, _("18 or older")), (MINOR, _("under 18: my team is named, not I"))],
        widget=forms.RadioSelect,
    )
    sector = forms.TypedChoiceField(
        label=_("Where do you come from?"),
        choices=[("", _("none of these")), *Sector.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, is_guest: bool, is_minor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An older form of somebody who was a guest then: "under 18" holds, whatever the profile says.
        says_minor = self.data.get("age") == MINOR
        if not is_guest:
            del self.fields["sector"]
        if not is_guest and not says_minor:
            del self.fields["age"]
        if is_minor:
            del self.fields["first_name"]
            return
        name: Any = self.fields["first_name"]
        name.one_of, name.is_needed = (_("not under 18") if is_guest else ""), not is_guest

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].replace("-", "")
        if len(code) != CODE_DIGITS or not code.isdecimal():
            raise forms.ValidationError(_("The code has six digits."))
        return code

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_named = "first_name" in self.fields and said.get("age") != MINOR
        if is_named and not said.get("first_name") and "first_name" not in self.errors:
            self.add_error("first_name", _("Write the first name that the others should read."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        """Who comes in."""
        said = self.cleaned_data
        is_minor = said.get("age") == MINOR
        name = "" if is_minor else said.get("first_name", "")
        return {"first_name": name, "is_minor": is_minor, "sector": said.get("sector")}
