import logging
import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email, get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from educities.accounts.actions import offer_change_undo, offer_link, void_links
from educities.accounts.models import Person, User
from educities.accounts.queries import find_waiting_account, has_fresh_proof, name_city_ahead, proven_addresses
from educities.accounts.texts.sign_in_mails import UNDO_KIND, sign_in_html
from educities.accounts.values import REPLACED, WITHHELD_KEY
from educities.accounts.views.login import ADDRESS_KEY
from educities.activity.texts.mails import sender_address
from educities.kit.limits import TooOften, check_limit
from educities.kit.outbound import OutboundSession
from educities.kit.sealing import open_secret, seal_secret

CODE_MAIL = "account/email/login_code"
# To whom has an account already, proven or not, and is about to make another: in again, without a further question.
KNOWN_MAIL = "account/email/account_already_exists"
# When the code that this browser waits for was sent.
CODE_SENT_KEY = "code_sent_at"
# To whom asks to get in, or to make an account, while no grown-up agrees to the one that there is.
CLOSED_MAIL = "account/email/account_closed"
# The code that proves an address: of a new account, or one more of an account.
SIGN_UP_MAIL = "account/email/email_confirmation_signup"
CONFIRMING_MAILS = {SIGN_UP_MAIL, "account/email/email_confirmation"}
# The account that no row has; its link is never committed.
NOBODY = 0
# To one mailbox in an hour: a person who mistypes and loses mails stays far below it.
MOST_MAILS = 12
logger = logging.getLogger("educities.accounts")


class Site(NamedTuple):
    """What allauth's own templates call the site."""

    name: str
    domain: str


SITE = Site("EduCities", urlsplit(settings.BASE_URL).netloc)


def use_base_url(request: HttpRequest | None, context: dict[str, Any]) -> dict[str, Any]:
    """The context of a mail, with BASE_URL in place of the request's own host.

    allauth makes addresses from the Host header, which whoever asks may choose: a city's own host is allowed too, and who
    holds it would read the secret of a link that leads there.
    """
    if request is None:
        return context
    own = request.build_absolute_uri("/")
    return {
        key: f"{settings.BASE_URL}/{value.removeprefix(own)}"
        if isinstance(value, str) and value.startswith(own)
        else value
        for key, value in context.items()
    }


def note_withheld(request: HttpRequest | None, seconds: int) -> None:
    """The browser that asked knows for how many seconds no mail goes to the address; 0 = it has just gone."""
    session = getattr(request, "session", None)
    if session is not None and (seconds or WITHHELD_KEY in session):
        session[WITHHELD_KEY] = time.time() + seconds


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks: the language a person signs up in becomes the account's."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail is written; every address in it begins with BASE_URL, whatever host the request named.

        The mail with the code to sign in brings a link beside it, for the browser in which the mail is read; so does the
        one that says that there is an account.
        """
        context = {
            **use_base_url(self.request, context),
            "current_site": SITE,
            "signin_url": f"{settings.BASE_URL}{reverse('account_login')}",
            # How long the link to a new password is good.
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }
        if "undo_url" not in context and not self.may_write_to(email):
            return
        if template_prefix == KNOWN_MAIL and (closed := find_waiting_account(email)):
            template_prefix, context["closed_by"] = CLOSED_MAIL, closed.closed_by
        if template_prefix == CODE_MAIL and hasattr(self.request, "session"):
            self.request.session[CODE_SENT_KEY] = time.time()
        if template_prefix in {CODE_MAIL, KNOWN_MAIL}:
            context = {**context, **self._link_for(email, context)}
        # Asked for whoever has an account already as well: the work is the same.
        if template_prefix in {*CONFIRMING_MAILS, KNOWN_MAIL}:
            context = {**context, **self._describe_code(is_signup=template_prefix in {SIGN_UP_MAIL, KNOWN_MAIL})}
        super().send_mail(template_prefix, email, context)

    def _describe_code(self, *, is_signup: bool) -> dict[str, Any]:
        """How long the code of a new address is good, and why it came: to which site, and on the way to which city."""
        return {
            "minutes": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60,
            "is_signup": is_signup,
            "city_ahead": name_city_ahead(self.request) if is_signup and self.request else "",
        }

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """allauth's own text, and the same in the frame of every mail, from the platform by name."""
        mail = super().render_mail(template_prefix, email, context, headers)
        mail.from_email = sender_address(_("Education Cities"))
        kind = UNDO_KIND if context.get("undo_url") else template_prefix.rpartition("/")[2]
        if isinstance(mail, EmailMultiAlternatives) and not mail.alternatives:
            mail.attach_alternative(sign_in_html(kind, str(mail.subject), str(mail.body)), "text/html")
        return mail

    def may_write_to(self, email: str) -> bool:
        """Not too often: whoever asks for a stranger's codes, links and passwords in turns fills no mailbox.

        Who asks is answered the same, since that there is an account is nobody's business: it is counted whether or not
        there is one, and the page says that no further mail goes out, and from when on one does.
        """
        try:
            check_limit("account-mail", email.lower(), most=MOST_MAILS, seconds=3600)
        except TooOften as refused:
            logger.warning("account mail withheld", extra={"outcome": "too often"})
            note_withheld(self.request, refused.wait)
            return False
        note_withheld(self.request, 0)
        return True

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A code ends as soon as its person has signed in otherwise, by the link in the same mail first of all."""
        sent = request.session.pop(CODE_SENT_KEY, None)
        if sent and user.last_login and user.last_login.timestamp() > sent:
            request.session.flush()
            messages.error(request, _("This code is no longer valid. Ask for a new one."))
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """What allauth says of too many attempts to sign in is said of a code that was typed wrong: another one can be asked
        for at once."""
        if kwargs.get("message") == self.error_messages["too_many_login_attempts"]:
            kwargs["message"] = _("The code was wrong too often and is no longer valid. Ask for a new one.")
        super().add_message(request, level, *args, **kwargs)

    def send_decoy(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The work of a mail to an account, undone: how long an answer takes does not say whether there is an account."""
        with transaction.atomic():
            self.send_mail(template_prefix, email, {**context, "is_decoy": True})
            transaction.set_rollback(True)

    def answer_stranger(self, email: str) -> None:
        """Somebody without an open account asks for a code. Whose account waits for a grown-up is told so by mail."""
        if closed := find_waiting_account(email):
            self.send_mail(CLOSED_MAIL, email.lower(), {"request": self.request, "closed_by": closed.closed_by})
        else:
            self.send_decoy(CODE_MAIL, email, {"code": self.generate_login_code()})

    def _link_for(self, email: str, context: dict[str, Any]) -> dict[str, Any]:
        request = context.get("request") or self.request
        if context.get("is_decoy"):
            users = [User(pk=NOBODY)]
        else:
            users = filter_users_by_email(email, is_active=True, prefer_verified=True)
        if not users:
            return {}
        token = offer_link(users[0], email, target=get_next_redirect_url(request) or "")
        minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
        return {"link": f"{settings.BASE_URL}{reverse('sign_in_link', args=[token])}", "minutes": minutes}

    def login(self, request: HttpRequest, user: User) -> None:
        """Signed in by the code or a password: a link that still waits in the mail is void.

        What is said of it is read on the next page, which is in the account's language where this browser chose none.
        """
        super().login(request, user)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
        if not get_authentication_records(request, user):
            # Who has just made the account has typed the code of its address, which allauth does not count as a proof.
            record_authentication(request, user, method="code")
        request.session.pop(ADDRESS_KEY, None)
        void_links(user)

    def is_safe_url(self, url: str) -> bool:
        """As allauth has it; what is no address at all is not safe, and no fault of ours."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Asked by allauth's own pages of any change of how somebody signs in; see `FreshProofMiddleware`."""
        return not has_fresh_proof(self.request)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Who has a second step shows that step. Who has none: a code by mail, or the password if there is one."""
        methods = super().get_reauthentication_methods(user)
        if not user.is_authenticated:
            return methods
        if is_mfa_enabled(user):
            return [method for method in methods if method["id"].startswith("mfa_")]
        by_mail = {"id": "mail", "description": _("Use a code sent by email"), "url": reverse("prove_by_mail")}
        return [*methods, by_mail]

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A change of how somebody signs in is told at each address that was proven before it, with a link back."""
        if template_prefix not in REPLACED:
            self.tell_change(template_prefix, user, proven_addresses(user), context or {})

    def tell_change(self, template_prefix: str, user: User, before: list[str], context: dict[str, Any]) -> None:
        """`before`: the addresses that were proven before the change, the primary one first."""
        secrets = offer_change_undo(user, before)
        with translation.override(user.language):
            for email, token in secrets.items():
                undo_url = f"{settings.BASE_URL}{reverse('undo_change', args=[token])}"
                self.send_mail(template_prefix, email, {**context, "undo_url": undo_url})

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Whoever was signed in already had added the address on the page of addresses: back there."""
        if self.request.user.is_authenticated:
            messages.success(self.request, _("The address was added."))
            return reverse("account_email")
        return super().get_email_verification_redirect_url(email_address)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        user.language = getattr(request, "LANGUAGE_CODE", "en")[:2]
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Accounts have no user name."""


def tell_address_added(email_address: EmailAddress, **_: Any) -> None:
    """The addresses that the account had proven before hear of another one; a first one is nobody else's news."""
    user = email_address.user
    before = [email for email in proven_addresses(user) if email != email_address.email]
    if before:
        AccountAdapter().tell_change("account/email/email_added", user, before, {"added": email_address.email})


def tell_address_changed(
    user: User, to_email_address: EmailAddress, from_email_address: EmailAddress | None = None, **_: Any
) -> None:
    """All proven addresses hear which one is the primary one now; the way back is to the one of before.

    Chosen once more, the primary one is no change.
    """
    if from_email_address is not None and from_email_address.email == to_email_address.email:
        return
    before = proven_addresses(user)
    former = from_email_address.email if from_email_address else ""
    before.sort(key=lambda email: email != former)
    context = {"from_email": former, "to_email": to_email_address.email}
    AccountAdapter().tell_change("account/email/email_changed", user, before, context)


def tell_address_removed(user: User, email_address: EmailAddress, **_: Any) -> None:
    """The address that was removed hears of it too, if it was proven."""
    before = [*proven_addresses(user), *([email_address.email] if email_address.verified else [])]
    AccountAdapter().tell_change("account/email/email_deleted", user, before, {"deleted_email": email_address.email})


class MFAAdapter(DefaultMFAAdapter):
    """allauth's hooks: the secrets of second steps lie sealed, so that who reads the database alone makes no code."""

    def encrypt(self, text: str) -> str:
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text)


class SocialAdapter(DefaultSocialAccountAdapter):
    """allauth's hooks: other sign-ins are asked within limits, and none stands in allauth's own tables or the settings."""

    def list_apps(self, *args: Any, **kwargs: Any) -> list[SocialApp]:
        return []

    def get_requests_session(self) -> OutboundSession:
        return OutboundSession()
