from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email, get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from educities.accounts.actions import offer_link, void_links

CODE_MAIL = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks: the language a person signs up in becomes the account's."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail with the code to sign in brings a link beside it, for the browser in which the mail is read."""
        context = {**context, "signin_url": f"{settings.BASE_URL}{reverse('account_login')}"}
        if template_prefix == CODE_MAIL:
            context = {**context, **self._link_for(email, context["request"])}
        super().send_mail(template_prefix, email, context)

    def _link_for(self, email: str, request: HttpRequest) -> dict[str, Any]:
        users = filter_users_by_email(email, is_active=True, prefer_verified=True)
        if not users:
            return {}
        token = offer_link(users[0], email, target=get_next_redirect_url(request) or "")
        minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
        return {"link": f"{settings.BASE_URL}{reverse('sign_in_link', args=[token])}", "minutes": minutes}

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signed in by the code or a password: a link that still waits in the mail is void."""
        super().login(request, user)
        void_links(user)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.language = getattr(request, "LANGUAGE_CODE", "en")[:2]
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""
