from typing import Any, NamedTuple
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email, get_next_redirect_url
from django import forms
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from educities.accounts.actions import offer_link, void_links
from educities.accounts.models import User
from educities.accounts.texts.sign_in_mails import sign_in_html
from educities.accounts.views.login import ADDRESS_KEY
from educities.activity.texts.mails import sender_address

CODE_MAIL = "account/email/login_code"
# To whom has an account already, proven or not, and is about to make another: in again, without a further question.
KNOWN_MAIL = "account/email/account_already_exists"


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
        }
        if template_prefix in {CODE_MAIL, KNOWN_MAIL}:
            context = {**context, **self._link_for(email, context.get("request") or self.request)}
        super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """allauth's own text, and the same in the frame of every mail, from the platform by name."""
        mail = super().render_mail(template_prefix, email, context, headers)
        mail.from_email = sender_address(gettext("Education Cities"))
        kind = template_prefix.rpartition("/")[2]
        if isinstance(mail, EmailMultiAlternatives) and not mail.alternatives:
            mail.attach_alternative(sign_in_html(kind, str(mail.subject), str(mail.body)), "text/html")
        return mail

    def _link_for(self, email: str, request: HttpRequest) -> dict[str, Any]:
        users = filter_users_by_email(email, is_active=True, prefer_verified=True)
        if not users:
            return {}
        token = offer_link(users[0], email, target=get_next_redirect_url(request) or "")
        minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
        return {"link": f"{settings.BASE_URL}{reverse('sign_in_link', args=[token])}", "minutes": minutes}

    def login(self, request: HttpRequest, user: User) -> None:
        """Signed in by the code or a password: a link that still waits in the mail is void."""
        super().login(request, user)
        request.session.pop(ADDRESS_KEY, None)
        void_links(user)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        user.language = getattr(request, "LANGUAGE_CODE", "en")[:2]
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Accounts have no user name."""
