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
        from allauth.mfa.signals import authentication_failed, authenticator_added  # noqa: PLC0415 (needs the apps)
        from django.contrib.auth.signals import user_logged_in, user_login_failed  # noqa: PLC0415 (needs the apps)

        from educities.accounts import adapter, hooks  # noqa: F401, PLC0415
        from educities.accounts.actions import sign_ins  # noqa: PLC0415 (needs the apps)

        user_logged_in.connect(sign_ins.describe_session, dispatch_uid="describe session")
        user_login_failed.connect(sign_ins.log_refusal, dispatch_uid="log refused sign-in")
        signals.login_code_rejected.connect(sign_ins.log_refusal, dispatch_uid="log refused code")
        signals.authentication_step_completed.connect(sign_ins.log_step, dispatch_uid="log sign-in")
        authentication_failed.connect(sign_ins.log_refusal, dispatch_uid="log refused step")
        authenticator_added.connect(proved_by_setting_up, dispatch_uid="proved by setting up")
        authenticator_added.connect(end_other_sessions, dispatch_uid="end other sessions")
        signals.email_confirmed.connect(adapter.tell_address_added, dispatch_uid="tell address added")
        signals.email_changed.connect(adapter.tell_address_changed, dispatch_uid="tell address changed")
        signals.email_removed.connect(adapter.tell_address_removed, dispatch_uid="tell address removed")


def proved_by_setting_up(request: HttpRequest, user: "User", authenticator: "Authenticator", **_: Any) -> None:
    """The code or the key that was just shown counts as a proof for the pages that follow, the recovery codes first."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 (needs the apps)

    from educities.accounts.actions.second_step import use_first_code  # noqa: PLC0415 (needs the apps)

    if authenticator.type == authenticator.Type.TOTP:
        use_first_code(authenticator)
    record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


def end_other_sessions(request: HttpRequest, user: "User", authenticator: "Authenticator", **_: Any) -> None:
    """Whoever was signed in elsewhere, before there was a second step or without this one, signs in anew."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 (needs the apps)
    from django.contrib.auth import update_session_auth_hash  # noqa: PLC0415 (needs the apps)

    from educities.accounts.actions import end_sessions  # noqa: PLC0415 (needs the apps)

    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they come with a step that has ended the others already
    user.session_version = F("session_version") + 1
    user.save(update_fields=["session_version"])
    user.refresh_from_db(fields=["session_version"])
    update_session_auth_hash(request, user)
    end_sessions(user, keep=request.session.session_key)
