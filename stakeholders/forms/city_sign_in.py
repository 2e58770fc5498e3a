"""What the director types about the city's own sign-in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LineField, SecretField, WebAddressField
from educities.kit.forms import WordsFormField
from stakeholders.models import CitySignIn


def name_field() -> WordsFormField:
    """The box for what people read on the button."""
    return WordsFormField(
        label=_("Who runs the sign-in"),
        help_text=_("It stands on the button, after “Sign in with”. For example: the municipality of Bat Galim."),
        max_length=80,
    )


def secret_field(**options: Any) -> SecretField:
    """The box for the secret, which no page shows again."""
    return SecretField(label=_("App secret (client_secret)"), max_length=500, **options)


def proves_field() -> forms.ChoiceField:
    """The choice of what somebody shows by coming in with it."""
    return forms.ChoiceField(
        label=_("What does it show of a person?"),
        widget=forms.RadioSelect,
        choices=CitySignIn.Proves.choices,
        initial=CitySignIn.Proves.RESIDENT,
    )


class SignInForm(forms.Form):
    """A sign-in that the city does not have yet."""

    name = name_field()
    issuer = WebAddressField(
        label=_("Address of the provider (issuer)"),
        help_text=_("Exactly as the provider writes it. We read the rest from there."),
        max_length=300,
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    client_id = LineField(
        label=_("App id (client_id)"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    client_secret = secret_field(
        help_text=_("It is sealed and never shown again. The provider lets you make a new one."),
    )
    proves = proves_field()


class ChangeSignInForm(forms.Form):
    """What may change. Another provider is another sign-in."""

    name = name_field()
    client_secret = secret_field(
        required=False, help_text=_("Only if the provider gave you a new one. Leave it empty to keep the one we have.")
    )
    proves = proves_field()
