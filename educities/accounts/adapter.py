from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_noop

# Said by allauth's pages, where its own translation is not what a person would say.
SAID_BETTER = (gettext_noop("Request Code"),)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks: the language a person signs up in becomes the account's."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.language = getattr(request, "LANGUAGE_CODE", "en")[:2]
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""
