"""What a session has proven, and when."""

import math
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, is_mfa_enabled
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest
from django.utils import timezone

from educities.accounts.models import SignedInSession, User
from educities.accounts.values import WITHHELD_KEY
from educities.kit.hooks import Hook
from educities.kit.mailboxes import mailbox_of
from educities.kit.sealing import SealedByOtherKey
from educities.kit.tokens import hash_token

SECOND_STEP = {"mfa"}
# What lies sealed in a second step: the app's secret, and the seed of recovery codes.
SEALED = ("secret", "seed")
ANY_PROOF = SECOND_STEP | {"password", "code", "link"}


class WayIn(NamedTuple):
    """Another way to sign in, beside the mail: what the button says and where it leads."""

    label: str
    url: str


WAYS_IN: Hook[Callable[[HttpRequest], WayIn | None]] = Hook(
    "accounts.ways_in",
    "Asked on the page of signing in for another way, for where the person is going: (request) -> the way, None for none.",
)


GOING_TO: Hook[Callable[[HttpRequest], str]] = Hook(
    "accounts.going_to",
    'Asked when a mail about a new account is written: (request) -> the name of the city where the person is going, "" for none.',
)


def name_city_ahead(request: HttpRequest) -> str:
    """The city where whoever signs up is going, by name; "" where that is none."""
    return next((name for find_name in GOING_TO if (name := find_name(request))), "")


def list_ways_in(request: HttpRequest) -> list[WayIn]:
    """The other ways to sign in for whoever reads the page of signing in."""
    return [way for find_way in WAYS_IN if (way := find_way(request))]


def has_fresh_proof(request: HttpRequest) -> bool:
    """Has whoever sits at this session shown lately who they are? Who has a second step: by that step.

    A sign-in counts as long as it is fresh. A session of days is no proof, whatever the account has no password for.
    """
    counts = SECOND_STEP if is_mfa_enabled(request.user) else ANY_PROOF
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(shown.get("method") in counts and shown["at"] > since for shown in records)


def proven_addresses(user: User) -> list[str]:
    """The account's proven addresses, the primary one first."""
    rows = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return [row.email for row in rows]


def list_mailboxes(user: User) -> set[str]:
    """The mailboxes to which the account's addresses lead, also those that are not proven yet: for comparing only."""
    others = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {mailbox_of(one) for one in (user.email, *others) if one}


def find_persons(numbers: Iterable[int]) -> dict[int, int]:
    """By account: the lowest number of those among these accounts whose proven addresses lead to the same mailbox.

    Whoever opens one mailbox is one person, under however many spellings of its address. Only proven addresses count, so
    that nobody makes another person theirs by writing down that person's address. One query.
    """
    asked = set(numbers)
    persons: dict[int, int] = {}
    owners: dict[str, int] = {}
    proven = EmailAddress.objects.filter(user__in=asked, verified=True).order_by("user").values_list("user", "email")
    for number, address in proven:
        first = owners.setdefault(mailbox_of(address), number)
        old, new = persons.get(number, number), persons.get(first, first)
        persons.update({one: new for one, person in persons.items() if person == old} | {number: new})
    return {one: persons.get(one, one) for one in asked}


def are_one_person(one: User | None, other: User | None) -> bool:
    """Are these one account, or accounts of one mailbox? At most one query."""
    if one is None or other is None or one.pk is None or other.pk is None:
        return False
    return one.pk == other.pk or len(set(find_persons([one.pk, other.pk]).values())) == 1


def list_proven_mailboxes(numbers: Iterable[int]) -> set[str]:
    """The mailboxes to which the proven addresses of these accounts lead. One query."""
    proven = EmailAddress.objects.filter(user__in=set(numbers), verified=True)
    return {mailbox_of(one) for one in proven.values_list("email", flat=True)}


class SessionRow(NamedTuple):
    """One place where somebody is signed in. `digest` names it without its key, which would sign in."""

    digest: str
    browser: str
    started_at: datetime | None
    expires_at: datetime
    is_this: bool


def list_sessions(user: User, own_key: str | None) -> list[SessionRow]:
    """Where the person is signed in, the latest first; `own_key` is the session that asks."""
    rows = SignedInSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-started_at")
    # A session of before the password or a step was changed is over, though its row waits for its time.
    valid = [row for row in rows if row.get_decoded().get(HASH_SESSION_KEY) == user.get_session_auth_hash()]
    return [
        SessionRow(
            hash_token(row.session_key), row.browser, row.started_at, row.expire_date, row.session_key == own_key
        )
        for row in valid
    ]


def owns_address(addresses: Iterable[str], *, user: str = "") -> tuple[Q, Case]:
    """Whose main or further proven address is among these: the condition, and the further one that it is.

    `user`: the way from the asked row to the account; "" where accounts are asked. Addresses are written small.
    """
    way = f"{user}__" if user else ""
    further = Q(**{f"{way}emailaddress__email__in": addresses, f"{way}emailaddress__verified": True})
    return Q(**{f"{way}email__in": addresses}) | further, Case(When(further, then=F(f"{way}emailaddress__email")))


def list_refused_accounts(addresses: Iterable[str]) -> list[tuple[int, str, bool]]:
    """Accounts of these addresses, main or proven, that are closed or of somebody under 18: (key, address, is it open?)."""
    is_owner, further = owns_address(addresses)
    refused = User.objects.filter(Q(is_active=False) | Q(is_minor=True))
    found = refused.filter(is_owner).values_list("pk", "email", further, "is_active")
    return [(key, address, is_open) for key, main, more, is_open in found for address in {main, more or main}]


def find_waiting_account(email: str) -> User | None:
    """The account of this address, where it is closed because no grown-up agrees to it."""
    return User.objects.filter(email__iexact=email, waits_for_guardian=True).first()


def sealed_steps() -> QuerySet[Authenticator]:
    """The second steps whose secret is sealed: apps and recovery codes. A security key holds none."""
    return Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])


def list_unreadable_steps() -> list[Authenticator]:
    """Those that no key of this installation opens, as after a restore without the SECRET_KEY of before."""
    return [step for step in sealed_steps().select_related("user").order_by("pk") if not _can_open(step)]


def _can_open(step: Authenticator) -> bool:
    try:
        for name in SEALED:
            decrypt(step.data.get(name, ""))
    except SealedByOtherKey:
        return False
    return True


def count_withheld_minutes(request: HttpRequest) -> int:
    """In how many minutes a mail goes out again to the address for which this browser asked last; 0 where none is withheld."""
    return max(0, math.ceil((request.session.get(WITHHELD_KEY, 0) - time.time()) / 60))
