"""Who changes the ways to sign in is told at every address proven before, with a link that takes the change back."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts import verbs
from educities.accounts.actions.sessions import end_sessions
from educities.accounts.models import AccountChange, User
from educities.activity.actions.records import record
from educities.kit.ended_links import describe_ended_link
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.tokens import hash_token, new_token

UNDO_TIME = timedelta(days=7)
# A second step is written moments before its change is told.
JUST_NOW = timedelta(minutes=1)
VoidKeys = Callable[[User, datetime], None]
VOID_KEYS: Hook[VoidKeys] = Hook(
    "accounts.void_keys",
    "Called when a change of how somebody signs in is taken back, in that transaction and outside every city: (user, since "
    "when whatever signs them in was not theirs). It signs them in no more.",
)


@transaction.atomic
def offer_change_undo(user: User, addresses: list[str]) -> dict[str, str]:
    """For each address that was proven before the change the secret of a link; `addresses`: the primary one first."""
    made_at, secrets = timezone.now(), {}
    for email in addresses:
        secrets[email], token_hash = new_token()
        AccountChange.objects.create(
            user=user, email=email, addresses=addresses, token_hash=token_hash, made_at=made_at
        )
    return secrets


def find_change(token: str) -> AccountChange:
    """The change that this secret takes back. Raises DomainError for one that is past or taken back."""
    since = timezone.now() - UNDO_TIME
    rows = AccountChange.objects.select_related("user")
    change = rows.filter(token_hash=hash_token(token), undone_at=None, made_at__gt=since).first()
    if change is None:
        text = _(
            "If you did not make the change: sign in, choose a new password and sign out everywhere else. If you cannot sign in, write to us at once."
        )
        raise DomainError(describe_ended_link(text), code="accounts.change_link_ended")
    return change


def find_first_change(token: str) -> AccountChange:
    """The first change of the last days that the reader of this link's mail was told of: all since then are taken back.

    Who takes an account over adds an address, makes it the primary one and removes the owner's: three mails. Taken back
    to before the last of them alone, the address of whoever did it would stay. Raises DomainError like `find_change`.
    """
    change = find_change(token)
    told = AccountChange.objects.select_related("user").filter(user=change.user_id, email=change.email, undone_at=None)
    return told.filter(made_at__gt=timezone.now() - UNDO_TIME).order_by("made_at", "pk").first() or change


@transaction.atomic
def undo_changes(token: str) -> AccountChange:
    """The addresses are those of before the first change (`find_first_change`). Whatever came after it is void: sessions,
    links, password, second steps.

    The links of this and of every later change are void too: they were sent to addresses that are gone.
    """
    User.objects.select_for_update(no_key=True, of=["self"]).get(pk=find_change(token).user_id)
    # Read again behind the lock: an earlier change may have been taken back meanwhile.
    change = find_first_change(token)
    user = change.user
    _restore_addresses(user, change.addresses)
    _void_later_keys(user, change.made_at)
    AccountChange.objects.filter(user=user, made_at__gte=change.made_at, undone_at=None).update(
        undone_at=timezone.now()
    )
    record(verbs.CHANGE_TAKEN_BACK, change, actor=user)
    return change


def _restore_addresses(user: User, addresses: list[str]) -> None:
    others = EmailAddress.objects.filter(user=user)
    for email in addresses:
        others = others.exclude(email__iexact=email)
    others.delete()
    EmailAddress.objects.filter(user=user).update(primary=False)
    for place, email in enumerate(addresses):
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": place == 0}
        )
    user.email = addresses[0]


def _void_later_keys(user: User, made_at: datetime) -> None:
    Authenticator.objects.filter(user=user, created_at__gte=made_at - JUST_NOW).delete()
    for void in VOID_KEYS:
        void(user, made_at - JUST_NOW)
    end_sessions(user)
    user.set_unusable_password()
    user.session_version = F("session_version") + 1
    user.save(update_fields=["email", "password", "session_version"])
    user.refresh_from_db(fields=["session_version"])
