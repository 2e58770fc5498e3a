"""Whoever leaves a city, or all of them, is forgotten there: each app answers for its own rows, in one transaction.

What is counted stays counted, under the number of a row that bears no name any more. The ledger notes each erasure by its
number, so that a restored backup is erased again (`repeat_erasures`).
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cities.actions import end_role
from cities.models import City, Invitation, Membership, Role
from cities.rules.roles import forget_roles
from consents import verbs
from consents.actions.erased_guardians import forget_guardian, forget_guardian_addresses
from consents.actions.leaving_checks import describe_why_not_erased, describe_why_not_left, describe_why_not_removed
from consents.models import SignedForm
from consents.queries import find_parts
from consents.values.erasure import ADDRESS_ERASURE, ERASURE
from educities.accounts.actions.erasures import ERASED_HOST, erase_account, list_addresses, note_erasure
from educities.accounts.models import Erasure, User
from educities.activity.actions.forgetting import forget_actor, forget_reader, forget_words, list_reasons, replace_words
from educities.activity.actions.outbox import build_message
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import LANGUAGES, in_all_languages, join_localised
from educities.tenancy.scope import city_scope
from stakeholders.actions import end_profile, end_representations
from stakeholders.actions.import_erasure import forget_in_files
from stakeholders.actions.merging import lock_with_merged
from stakeholders.actions.organisations import directors_of
from stakeholders.models import ImportRun, Profile
from stakeholders.models.people import FORMER
from stakeholders.queries import find_profile
from stakeholders.queries.merges import list_merged, list_names

# A farewell that no mail server took within this time is given up, and the address with it.
FAREWELL_DAYS = 3


class _Leaver(NamedTuple):
    """Who leaves, under which addresses the account is known where it goes too, and what becomes of the texts.

    `is_repeated`: after a restore, where nothing stands against it and nobody is told once more.
    """

    user: User
    actor: User | None
    keep_texts: bool
    addresses: list[str]
    is_repeated: bool = False


class _Erased(NamedTuple):
    """One person who was erased again: an account, or a profile without one."""

    kind: str
    number: int


@transaction.atomic
def leave_city(profile: Profile, *, actor: User, keep_texts: bool, erase_too: bool = False) -> bool:
    """The person has no part in the city any more, and no name there; other cities are as they were.

    `keep_texts`: what others read of it stays, under "former participant". `erase_too`: with its last city goes the
    account. Twice is once. Returns whether the account went. Raises DomainError where a duty or a child stands against it,
    in words that say what to do.
    """
    profile = lock_with_merged(profile)
    user = profile.user
    if user is None:
        return False
    if against := describe_why_not_left(profile):
        raise DomainError(against, code="consents.cannot_leave")
    if erase_too and not has_other_cities(user, profile.city):
        erase_person(user, actor=actor, keep_texts=keep_texts)
        return True
    _erase_in_city(profile, _Leaver(user, actor, keep_texts, []))
    data = {"city": profile.city.name, "keeps_texts": keep_texts}
    _send_farewell(verbs.CITY_LEFT.code, profile.pk, user.email, user.language, **data)
    return False


@transaction.atomic
def erase_kept_person(profile: Profile, *, actor: User | None, reason: str) -> None:
    """A person without an account stands in the city no more: entered by mistake, or they asked for it. Twice is once.

    What others read of it stays, under "former participant"; a minor's words go. Whoever keeps the profile reads the
    reason. Raises DomainError for who has an account, for who answers for a child, and for a child somebody answers for.
    """
    profile = lock_with_merged(profile)
    if profile.left_at is not None:
        return
    if against := describe_why_not_removed(profile):
        raise DomainError(against, code="consents.cannot_remove")
    keeper = profile.managed_by.user if profile.managed_by else None
    _erase_kept(profile, actor, reason)
    told = [keeper] if keeper is not None and keeper != actor else []
    record(verbs.KEPT_ERASED, profile, actor=actor, notify=told, url="", reason=reason)


def _erase_kept(profile: Profile, actor: User | None, reason: str = "") -> None:
    keep_texts, merged = not profile.is_minor, list_merged(profile)
    words = {word for one in (profile, *merged) for word in list_names(one)}
    made_at = profile.created_at
    for erase in ERASURE:
        erase(profile, keep_texts)
    end_representations(profile, actor=actor, reason=reason)
    forget_in_files([one.pk for one in (profile, *merged)], [])
    forget_guardian(profile, [])
    with override(profile.language):
        _replace_names(words, str(FORMER))
    end_profile(profile, actor=actor)
    note_erasure(profile.pk, made_at, city_number=profile.city_id, keeps_texts=keep_texts)
    numbers = [one.pk for one in (profile, *merged)]
    forget_actor(None, [f"stakeholders.profile:{number}" for number in numbers], numbers, and_words=False)


def has_other_cities(user: User, city: City) -> bool:
    """Has the account a role in another city today?"""
    return bool(user.memberships.current().exclude(city=city).exists())


@transaction.atomic
def erase_person(user: User, *, actor: User | None, keep_texts: bool, is_repeated: bool = False) -> None:
    """Nobody signs in by the account, and no row of any city or of the platform says whose it was. Twice is once.

    One mail to its address of before says what went and what stayed. Raises DomainError like `leave_city`, with the city.
    """
    _lock_profiles(user)
    user = User.objects.select_for_update(no_key=True, of=["self"]).get(pk=user.pk)
    if is_erased(user):
        return
    if not is_repeated and (against := describe_why_not_erased(user)):
        raise DomainError(against, code="consents.cannot_leave")
    leaver = _Leaver(user, actor, keep_texts, list_addresses(user), is_repeated)
    email, language, parts = user.email, user.language, find_parts(user)
    for city in City.objects.order_by("pk"):
        with city_scope(city.pk, city):
            _erase_of_city(city, leaver)
    with city_scope(None):
        forget_reader(user.pk, leaver.addresses)
        note_erasure(user.pk, user.joined_at, city_number=None, keeps_texts=keep_texts)
        erase_account(user)
        record(verbs.ACCOUNT_ERASED, user, actor=actor)
        forget_actor(user.pk, [f"accounts.user:{user.pk}"], [], and_words=True)
        if not is_repeated:
            told = {"keeps_texts": keep_texts, "had_profile": parts.has_profile, "left_before": bool(parts.left)}
            _send_farewell(verbs.ACCOUNT_ERASED.code, user.pk, email, language, **told)


def _lock_profiles(user: User) -> None:
    """The person in each city, with what was merged into it, before anything else of theirs is locked: as whoever leaves
    a city locks it, and whoever merges two people or takes them apart."""
    for city in City.objects.order_by("pk"):
        with city_scope(city.pk, city):
            if profile := Profile.objects.filter(user=user).first():
                lock_with_merged(profile)


def is_erased(user: User) -> bool:
    """Has the account no address any more?"""
    return user.email.endswith(f"@{ERASED_HOST}")


def _erase_of_city(city: City, leaver: _Leaver) -> None:
    """In one city nothing of the account is left, whether it had a part there or an address alone."""
    profile = find_profile(leaver.user)
    if profile is not None:
        _erase_in_city(profile, leaver)
    else:
        _end_roles(city, leaver)
        forget_reader(leaver.user.pk, leaver.addresses)
        forget_guardian_addresses(leaver.addresses)
        forget_in_files([], leaver.addresses)
        with override(leaver.user.language):
            _replace_names(leaver.addresses, str(FORMER))
    mine = Q()
    for address in leaver.addresses:
        mine |= Q(email__iexact=address)
    Invitation.objects.filter(mine).delete()
    for erase in ADDRESS_ERASURE:
        erase(leaver.addresses)


def _erase_in_city(profile: Profile, leaver: _Leaver) -> None:
    """In the profile's city everything of the person is gone or nobody's. The director hears of duties that are free."""
    keep_texts, user, city = leaver.keep_texts and not profile.is_minor, leaver.user, profile.city
    merged = list_merged(profile)
    words = {word for one in (profile, *merged) for word in list_names(one)}
    made_at = profile.created_at
    for erase in ERASURE:
        erase(profile, keep_texts)
    end_representations(profile, actor=user)
    forget_in_files([one.pk for one in (profile, *merged)], leaver.addresses or list_addresses(user))
    forget_guardian(profile, leaver.addresses)
    duties = _end_roles(city, leaver)
    forget_reader(user.pk, leaver.addresses)
    with override(profile.language):
        _replace_names({*words, *leaver.addresses}, str(FORMER))
    if not keep_texts:
        forget_words(list_reasons(user.pk), "…")
    end_profile(profile, actor=leaver.actor)
    note_erasure(profile.pk, made_at, city_number=city.pk, keeps_texts=keep_texts)
    if not profile.is_minor:
        # Of a child nothing leaves the city, not even that it has left.
        record(verbs.CITY_LEFT, profile, actor=leaver.actor)
    if duties and not leaver.is_repeated:
        url = reverse("roles", args=[city.slug])
        record(verbs.DUTY_FREED, profile, actor=None, notify=directors_of(city.pk, but=user), url=url, roles=duties)
    roles = Membership.objects.filter(city=city, user=user).values_list("pk", flat=True)
    numbers = [one.pk for one in (profile, *merged)]
    about = [
        *(f"stakeholders.profile:{number}" for number in numbers),
        *(f"cities.membership:{role}" for role in roles),
    ]
    forget_actor(user.pk, about, numbers, and_words=not keep_texts)


def _replace_names(words: Collection[str], former: str) -> None:
    """What others were told of the person, and read from files, names it no more."""
    forget_words(words, former)
    for column in ("rows", "other_sheets", "problems", "touched"):
        replace_words(ImportRun.objects.all(), column, words, former)
    # Of whom a school's form says that they have confirmed it.
    SignedForm.objects.filter(vouched_by__in=words).update(vouched_by=former)


def _end_roles(city: City, leaver: _Leaver) -> dict[str, str]:
    """The person has no role in the city. Returns what those were called that were a duty, in each language."""
    today, all_roles = city.today(), Membership.objects.filter(city=city, user=leaver.user)
    held = list(all_roles.current().select_related("user").order_by("pk"))
    if not leaver.is_repeated:
        for membership in held:
            end_role(membership, actor=None, quietly=True)
    all_roles.filter(starts_on__gt=today).delete()
    all_roles.exclude(ends_on__lt=today).update(ends_on=today - timedelta(days=1), ended_on=today)
    all_roles.update(has_left=True)
    forget_roles(leaver.user)
    return _name_duties({one.role for one in held} - {Role.RESIDENT})


def _name_duties(roles: set[str]) -> dict[str, str]:
    """What these roles are called, in each language; empty for none."""
    labels = [in_all_languages(Role(role).label) for role in sorted(roles)]
    found = {}
    for code in LANGUAGES if labels else ():
        with override(code):
            found[code] = join_localised([label[code] for label in labels])
    return found


def _send_farewell(code: str, number: int, email: str, language: str, **data: Any) -> None:
    """One mail to an address that no account has any more; once it has gone, no table names the address."""
    build_message(
        code,
        email,
        dedupe_key=f"{code}:{number}",
        expires_at=timezone.now() + timedelta(days=FAREWELL_DAYS),
        payload={"verb": code, "url": "/", "language": language, "data": data},
    ).save(force_insert=True)


def repeat_erasures(ledger: Iterable[Erasure]) -> int:
    """After a restore: whoever stands in the ledger and is there again is erased again. Returns how many people were."""
    repeated = {_repeat_account(line) if line.city_number is None else _repeat_in_city(line) for line in ledger}
    return len(repeated - {None})


def _repeat_account(line: Erasure) -> _Erased | None:
    found = User.objects.filter(pk=line.number, joined_at=line.row_made_at).first()
    if found is None or is_erased(found):
        return None
    erase_person(found, actor=None, keep_texts=line.keeps_texts, is_repeated=True)
    return _Erased("account", found.pk)


@transaction.atomic
def _repeat_in_city(line: Erasure) -> _Erased | None:
    city = City.objects.filter(pk=line.city_number).first()
    if city is None:
        return None
    with city_scope(city.pk, city):
        mine = Profile.objects.filter(pk=line.number, created_at=line.row_made_at, left_at=None)
        profile = mine.select_related("user").first()
        if profile is None:
            return None
        if profile.user is None:
            _erase_kept(profile, None)
            return _Erased("profile", profile.pk)
        user = profile.user
        _erase_in_city(profile, _Leaver(user, None, line.keeps_texts, [], is_repeated=True))
    return _Erased("account", user.pk)
