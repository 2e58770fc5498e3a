from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models import F
from django.http import HttpRequest

if TYPE_CHECKING:  # models are read after the apps
    from allauth.mfa.models import Authenticator

    from educities.accounts.models import User


class AccountsConfig(AppConfig):
    name = "educities.accounts"

    def ready(self) -> None:
        """What apps below ask is answered. A second step that is set up counts for its session, and ends the others."""
        from allauth.account import signals  # noqa: PLC0415 (needs the apps)
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 (needs the apps)

        from educities.accounts import adapter, hooks  # noqa: F401, PLC0415

        authenticator_added.connect(proved_by_setting_up, dispatch_uid="proved by setting up")
        authenticator_added.connect(end_other_sessions, dispatch_uid="end other sessions")
        signals.email_confirmed.connect(adapter.tell_address_added, dispatch_uid="tell address added")
        signals.email_changed.connect(adapter.tell_address_changed, dispatch_uid="tell address changed")
        signals.email_removed.connect(adapter.tell_address_removed, dispatch_uid="tell address removed")


def proved_by_setting_up(request: HttpRequest, user: "User", authenticator: "Authenticator", **_: Any) -> None:
    """The code or the key that was just shown counts as a proof for the pages that follow, the recovery codes first."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 (needs the apps)

    record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


def end_other_sessions(request: HttpRequest, user: "User", authenticator: "Authenticator", **_: Any) -> None:
    """Whoever was signed in elsewhere, before there was a second step or without this one, signs in anew."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 (needs the apps)
    from django.contrib.auth import update_session_auth_hash  # noqa: PLC0415 (needs the apps)

    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they come with a step that has ended the others already
    user.session_version = F("session_version") + 1
    user.save(update_fields=["session_version"])
    user.refresh_from_db(fields=["session_version"])
    update_session_auth_hash(request, user)
