"""allauth's forms, where ours ask for less or say more."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from educities.accounts.actions.second_step import use_code
from educities.accounts.models import User
from educities.kit.fields import AddressField, CodeField, NameField
from educities.kit.sealing import SealedByOtherKey
from educities.kit.seen_values import SeenValuesField

# No address can be there (RFC 6761).
NOWHERE = "nowhere.invalid"
SEALED_STEP = _(
    "Your codes cannot be checked since this installation was moved. Use a passkey if you have one, or ask the "
    "operator to reset your second step."
)


def address_field() -> AddressField:
    """The box for one's own address, as everywhere else: its own words, no second ones inside, left to right."""
    widget = forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"})
    return AddressField(label=_("Email address"), widget=widget)


class LoginForm(allauth_forms.LoginForm):
    """An address as people paste it, and a password; no box says its label twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password", "remember"])


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """As above, without a password. An address without an account takes the same work."""

    email = address_field()

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user is None:
            get_adapter().answer_stranger(email)
        return email


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """As above."""

    email = address_field()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = super().save(request, **kwargs)
        if not self.users:
            nobody = User(pk=0, email=email, password=make_password(None))
            # Django's own: allauth's writes down the address of whoever it is given.
            key = f"0-{PasswordResetTokenGenerator().make_token(nobody)}"
            url = get_adapter().get_reset_password_from_key_url(key)
            context = {"user": nobody, "password_reset_url": url, "request": request}
            get_adapter().send_decoy("account/email/password_reset_key", email, context)
        return email


class AddEmailForm(allauth_forms.AddEmailForm):
    """As above."""

    email = address_field()


class ChangeEmailForm(allauth_forms.ChangeEmailForm):
    """As above."""

    email = address_field()


class SignupForm(allauth_forms.SignupForm):
    """An address, nothing more. A password is set by whoever has proven the address: whoever types a stranger's first keeps no key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
        self.fields["email"] = address_field()

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """An address with an account takes the work of making one too, and none is made."""
        if self.account_already_exists:
            with transaction.atomic():
                self._make_nobody(request)
                transaction.set_rollback(True)
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved

    def _make_nobody(self, request: HttpRequest) -> None:
        adapter = get_adapter()
        user = adapter.new_user(request)
        user.email, user.language = f"{get_random_string(20)}@{NOWHERE}", get_language()[:2]
        user.set_unusable_password()
        user.save()
        setup_user_email(request, user, [EmailAddress(email=user.email)])


def code_field(label: Any) -> CodeField:
    """The box for a code out of a mail or an app, in whichever digits and with whatever signs around it."""
    widget = forms.TextInput(attrs={"placeholder": _("Code"), "autocomplete": "one-time-code", "dir": "ltr"})
    return CodeField(label=label, widget=widget)


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code of the mail to sign in."""

    code = code_field(_("Code"))


class ConfirmEmailCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""

    code = code_field(_("Code"))


class ConfirmResetCodeForm(allauth_forms.ConfirmPasswordResetCodeForm):
    """The code to set a new password."""

    code = code_field(_("Code"))


class OneUseMixin(mfa.BaseAuthenticateForm):
    """allauth remembers used codes in the cache alone; here the database says that one was used."""

    code = code_field(_("Code"))

    def clean_code(self) -> str:
        try:
            code = super().clean_code()
        except SealedByOtherKey as error:
            raise forms.ValidationError(SEALED_STEP, code="sealed_by_other_key") from error
        step = self.authenticator
        if step.type == Authenticator.Type.TOTP and not use_code(step, code):
            raise forms.ValidationError(_("Incorrect code."), code="incorrect_code")
        return code


class SecondStepForm(OneUseMixin, mfa.AuthenticateForm):
    """The code of the app, or one of the recovery codes."""


class SecondStepAgainForm(OneUseMixin, mfa.ReauthenticateForm):
    """As above."""


class ActivateAppForm(totp.ActivateTOTPForm):
    """The first code of the app."""

    code = code_field(totp.ActivateTOTPForm.base_fields["code"].label)


class AddKeyForm(webauthn.AddWebAuthnForm):
    """Its own label has no translation, and what no browser sends as a key is refused like an empty box."""

    name = NameField(label=_("Name"), required=False)
    credential = SeenValuesField(required=True)


class EditKeyForm(webauthn.EditWebAuthnForm):
    """As above."""

    name = NameField(label=_("Name"))


class ProofCodeForm(forms.Form):
    """The code that shows once more who somebody is."""

    code = code_field(_("Code"))
