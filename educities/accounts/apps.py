from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "educities.accounts"

    def ready(self) -> None:
        """What apps below ask is answered. Whoever has just set up a second step is not asked for it at once again."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 (needs the apps)

        from educities.accounts import hooks  # noqa: F401, PLC0415

        authenticator_added.connect(proved_by_setting_up, dispatch_uid="proved by setting up")


def proved_by_setting_up(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """The code or the key that was just shown counts as a proof for the pages that follow, the recovery codes first."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 (needs the apps)

    record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)
