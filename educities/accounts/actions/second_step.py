"""A code of the app opens once, and the secret behind it lies sealed."""

import time
from collections.abc import Callable

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.db.models import Q

from educities.accounts.actions.sessions import end_sessions
from educities.accounts.models import User
from educities.accounts.queries import SEALED, list_unreadable_steps, sealed_steps
from educities.kit.hooks import Hook

LAST_USED = "last_counter"
RESEAL: Hook[Callable[[], None]] = Hook(
    "accounts.reseal",
    "Called, outside every city, when the SECRET_KEY was changed: what else lies sealed is sealed anew.",
)


def use_code(step: Authenticator, code: str) -> bool:
    """The code is used up, and those of before it. False when it was used before, on whatever process or cache.

    RFC 6238, section 5.2: a code that was accepted is never accepted again.
    """
    secret = decrypt(step.data["secret"])
    found = [n for n in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, n)) == code]
    if not found:
        return False
    key = f"data__{LAST_USED}"
    unused = Q(**{f"{key}__isnull": True}) | Q(**{f"{key}__lt": max(found)})
    step.data = {**step.data, LAST_USED: max(found)}
    return bool(Authenticator.objects.filter(unused, pk=step.pk).update(data=step.data))


def use_first_code(step: Authenticator) -> None:
    """The code with which the app was set up, shown a moment ago, opens nothing more."""
    step.data = {**step.data, LAST_USED: int(time.time()) // app_settings.TOTP_PERIOD}
    step.save(update_fields=["data"])


@transaction.atomic
def reseal_second_steps() -> int:
    """Every second step, and what others keep so (`RESEAL`), is sealed with the SECRET_KEY of today. Returns how many. Raises SealedByOtherKey when no key opens one."""
    for reseal in RESEAL:
        reseal()
    steps = sealed_steps().select_for_update()
    for step in steps:
        opened = {name: decrypt(step.data[name]) for name in SEALED if name in step.data}
        step.data = {**step.data, **{name: encrypt(text) for name, text in opened.items()}}
        step.save(update_fields=["data"])
    return len(steps)


@transaction.atomic
def reset_second_step(user: User) -> None:
    """The account has no second step: its person signs in by mail and sets up a new one. All its sessions have ended."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


@transaction.atomic
def reset_unreadable_steps() -> int:
    """No account has an app or recovery codes that no key of this installation opens; security keys stay.

    Returns how many accounts had. Their sessions have ended.
    """
    steps = list_unreadable_steps()
    Authenticator.objects.filter(pk__in=[step.pk for step in steps]).delete()
    users = {step.user for step in steps}
    for user in users:
        end_sessions(user)
    return len(users)
