"""allauth's forms, where ours ask for less or say more."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(AllauthSignupForm):
    """An address, nothing more. A password is set by whoever has proven the address: whoever types a stranger's first keeps no key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)


class AddKeyForm(webauthn.AddWebAuthnForm):
    """Its own label has no translation."""

    name = forms.CharField(label=_("Name"), required=False)


class EditKeyForm(webauthn.EditWebAuthnForm):
    """As above."""

    name = forms.CharField(label=_("Name"))
