"""What the director types about the city's own sign-in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import LineField, SecretField, WebAddressField
from educities.kit.forms import CityModelForm, WordsFormField
from stakeholders.models import CitySignIn

NAME = _("Who runs the sign-in")
NAME_HELP = _("It stands on the button, after “Sign in with”. For example: the municipality of Bat Galim.")


def secret_field(**options: Any) -> SecretField:
    """The box for the secret, which no page shows again."""
    return SecretField(label=_("App secret (client_secret)"), max_length=500, **options)


def proves_field() -> forms.ChoiceField:
    """The choice of what somebody shows by coming in with it."""
    return forms.ChoiceField(
        label=_("What does it show of a person?"),
        widget=forms.RadioSelect,
        choices=CitySignIn.Proves.choices,
    )


class SignInForm(forms.Form):
    """A sign-in that the city does not have yet."""

    name = WordsFormField(label=NAME, help_text=NAME_HELP, max_length=80)
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


class ChangeSignInForm(ConcurrentEditForm, CityModelForm):
    """What may change. Another provider is another sign-in."""

    new_secret = secret_field(
        required=False, help_text=_("Only if the provider gave you a new one. Leave it empty to keep the one we have.")
    )
    proves = proves_field()
    field_order = ("name", "new_secret", "proves")

    class Meta:
        model = CitySignIn
        fields: ClassVar = ["name", "proves"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = NAME, NAME_HELP

    @property
    def values(self) -> dict[str, Any]:
        """The lines as the action takes them."""
        sent = self.cleaned_data
        return {"name": sent["name"], "proves": sent["proves"], "client_secret": sent["new_secret"]}
