"""People without mail: somebody of the city keeps their profile, until they take it over with a code."""

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from cities.actions import grant_role
from cities.models import Membership, Role
from cities.rules import is_member
from educities.accounts.actions import wait_to_join
from educities.accounts.models import User
from educities.accounts.queries import are_one_person
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.fields import clean_code
from educities.kit.hooks import Hook
from educities.kit.rows import lock_row
from educities.tenancy.scope import require_city_id
from stakeholders import verbs
from stakeholders.actions.merging import merge_own_profile
from stakeholders.actions.people import add_person, profile_for
from stakeholders.models import ClaimCode, Organisation, Profile
from stakeholders.models.managed import ClaimCodeQuerySet
from stakeholders.queries import find_profile
from stakeholders.queries.managed import KEEPING_ROLES
from stakeholders.queries.merges import answers_for_a_child
from stakeholders.rules import may_keep

CODE_DAYS, CODE_DIGITS = 30, 8
TRIES, TRIES_SECONDS = 6, 900
# Wrong codes of all people of one city together: new accounts are cheap, and each of them has tries of its own.
CITY_TRIES, CITY_SECONDS = 60, 3600


CHILD_HANDED_OVER: Hook[Callable[[Profile, Profile, User], None]] = Hook(
    "stakeholders.child_handed_over",
    "Called when somebody else keeps a child’s profile, in that transaction: (the child, who keeps it now, who said so).",
)


class KeptPerson(NamedTuple):
    """Whom `keep_people` adds."""

    display_name: str
    phone: str = ""


def keep_person(
    *, display_name: str, actor: User, managed_for: Organisation | None = None, language: str = "he", **lines: Any
) -> Profile:
    """A person without an account stands in the city, kept by the actor, alone or for the organisation."""
    keeper = find_profile(actor) or profile_for(actor)
    return add_person(
        display_name=display_name,
        actor=actor,
        managed_by=keeper,
        managed_for=managed_for,
        language=language,
        **lines,
    )


@transaction.atomic
def keep_people(
    people: Iterable[KeptPerson], *, actor: User, managed_for: Organisation | None = None, language: str = "he"
) -> list[Profile]:
    """Each of these people stands in the city, kept by the actor: all of them or none. What is recorded of each names the
    list, by which all of them are found again.
    """
    about: dict[str, Any] = {"actor": actor, "managed_for": managed_for, "language": language}
    about["of_list"] = get_random_string(12)
    return [keep_person(display_name=one.display_name, phone=one.phone, **about) for one in people]


def check_kept(profile: Profile) -> None:
    """Raises DomainError where nobody keeps the profile: its person signs in, or its row was merged."""
    if profile.user_id is not None or profile.merged_into_id is not None:
        text = _("This person signs in and keeps their own profile. Load the page again.")
        raise DomainError(text, code="stakeholders.keeps_own_profile")


def _check_keeper(profile: Profile, to: Profile) -> None:
    """Raises DomainError at the field of who would keep it, where that person cannot."""
    if to.user is None or to.is_minor or to.pk == profile.pk:
        text = _("Choose an adult who signs in. A profile is never kept by someone without an account.")
        raise DomainError(text, code="stakeholders.keeper_without_account", field="to")
    if profile.is_minor and not may_keep(to.user, profile):
        text = _("A child’s profile is kept by a director, a facilitator or the child’s parent or guardian.")
        raise DomainError(text, code="stakeholders.keeper_of_child", field="to")
    if not profile.is_minor and not _has_keeping_role(to):
        text = _("A profile is kept by a director, a facilitator or a person who manages an organisation’s page.")
        raise DomainError(text, code="stakeholders.keeper_without_role", field="to")


@transaction.atomic
def hand_over(profile: Profile, *, to: Profile, actor: User, managed_for: Organisation | None = None) -> None:
    """Somebody else of the city keeps the profile from now on, and hears of it. Codes that were given out stay good."""
    profile = lock_row(profile)
    check_kept(profile)
    _check_keeper(profile, to)
    if (profile.managed_by_id, profile.managed_for_id) == (to.pk, getattr(managed_for, "pk", None)):
        return
    profile.managed_by, profile.managed_for, profile.is_placeholder = to, managed_for, False
    profile.save(update_fields=["managed_by", "managed_for", "is_placeholder"])
    told = [to.user] if to.user != actor else []
    record(verbs.PERSON_HANDED_OVER, profile, actor=actor, notify=told, note={"name": profile.display_name})
    if profile.is_minor:
        for answer in CHILD_HANDED_OVER:
            answer(profile, to, actor)


def _has_keeping_role(keeper: Profile) -> bool:
    held = Membership.objects.current().filter(city_id=keeper.city_id, user_id=keeper.user_id)
    return held.filter(role__in=KEEPING_ROLES).exists()


def hash_code(code: str) -> str:
    """What is kept of a code. Eight digits are few, so the hash has the installation's key in it."""
    return salted_hmac("stakeholders.claim_code", code, algorithm="sha256").hexdigest()


def read_code(text: str) -> str:
    """The digits of what was typed, in whatever script and with whatever between them."""
    return "".join(sign for sign in clean_code(text) if sign.isascii() and sign.isdigit())


@transaction.atomic
def make_code(profile: Profile, *, actor: User) -> str:
    """A code by which the person takes over the profile within 30 days; one given out before is good no more.

    Raises DomainError for a child: who answers for it decides with whom it signs in.
    """
    profile = lock_row(profile)
    check_kept(profile)
    if profile.is_minor:
        text = _("A child takes over no profile by a code. Ask the child’s parent or guardian first.")
        raise DomainError(text, code="stakeholders.code_for_adults")
    _check_answers_for_none(profile)
    now = timezone.now()
    ClaimCode.objects.filter(profile=profile, used_at=None, ended_at=None).update(ended_at=now)
    code = _draw_code()
    until = now + timedelta(days=CODE_DAYS)
    ClaimCode.objects.create(profile=profile, code_hash=hash_code(code), made_by=actor, expires_at=until)
    record(verbs.CLAIM_CODE_MADE, profile, actor=actor)
    return code


def _check_answers_for_none(profile: Profile) -> None:
    """Raises DomainError for who answers for a child: eight digits would hand over the child's data and consents."""
    if answers_for_a_child(profile):
        text = _(
            "This person is responsible for a child, so a code is not enough. They confirm it by a link in an email."
        )
        raise DomainError(text, code="stakeholders.code_for_guardian")


def _draw_code() -> str:
    """Eight digits that no code of the city had before."""
    for _try in range(20):
        code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
        if not ClaimCode.objects.filter(code_hash=hash_code(code)).exists():
            return code
    raise DomainError(_("We could not create a code. Try again."), code="stakeholders.no_free_code")


@transaction.atomic
def end_code(profile: Profile, *, actor: User) -> None:
    """No code that was given out opens this profile any more."""
    # The person before the code, as everybody locks them.
    lock_row(profile)
    if ClaimCode.objects.filter(profile=profile).live().update(ended_at=timezone.now()):
        record(verbs.CLAIM_CODE_ENDED, profile, actor=actor)


def claim_profile(text: str, *, actor: User) -> Profile:
    """The person of this account has the profile that this code opens, with all that was entered for them.

    Who had a profile in the city already has both as one, which can be taken apart for 30 days. Whoever kept it hears that
    it was taken over. Raises DomainError for too many codes, and for a code that opens nothing.
    """
    own, everybodys = f"claim:{actor.pk}", f"claims-of-city:{require_city_id()}"
    _count_try(own, TRIES, TRIES_SECONDS)
    _count_try(everybodys, CITY_TRIES, CITY_SECONDS)
    with transaction.atomic():
        profile = _take_over(read_code(text), actor)
    # Wrong codes are counted: a hall full of people with right ones locks nobody out.
    cache.delete(own)
    _forget_try(everybodys)
    return profile


def _count_try(key: str, most: int, seconds: int) -> None:
    cache.add(key, 0, seconds)
    try:
        tries = cache.incr(key)
    except ValueError:
        return
    if tries and tries > most:
        text = _("Too many codes were tried. Wait an hour, or ask the person who gave you the code for help.")
        raise DomainError(text, code="stakeholders.too_many_tries")


def _forget_try(key: str) -> None:
    try:
        cache.decr(key)
    except ValueError:
        return


def _find_code(code: str, rows: ClaimCodeQuerySet) -> ClaimCode:
    found = rows.filter(code_hash=hash_code(code)).first()
    if found is None or found.ended_at is not None:
        text = _("This code opens nothing. Check the eight digits, or ask for a new code.")
        raise DomainError(text, code="stakeholders.wrong_code", field="code")
    if found.used_at is not None:
        raise DomainError(_("This code was used already."), code="stakeholders.code_used", field="code")
    if found.expires_at <= timezone.now():
        text = _("This code is older than 30 days. Ask for a new one.")
        raise DomainError(text, code="stakeholders.code_expired", field="code")
    return found


def _take_over(digits: str, actor: User) -> Profile:
    wait_to_join(actor)
    own, code = find_profile(actor), _find_code(digits, ClaimCode.objects.all())
    # The people first, in the order of their numbers, as merges lock them; then the code, which may be used up by now.
    for number in sorted({code.profile_id, *([own.pk] if own else [])}):
        lock_row(Profile(pk=number))
    code = _find_code(digits, ClaimCode.objects.select_for_update(no_key=True, of=["self"]))
    kept = lock_row(code.profile, "managed_by__user")
    check_kept(kept)
    # An act that was waited for may have said the age. Not locked: acts by mail hold the account before they wait.
    account = User.objects.get(pk=actor.pk)
    if account.is_minor or account.waits_for_guardian:
        text = _("This profile is an adult’s. Ask the person who gave you the code.")
        raise DomainError(text, code="stakeholders.code_for_adults")
    _check_answers_for_none(kept)
    # Under whatever spelling of their address: with two codes they would make one of two people by themselves.
    if any(are_one_person(actor, one) for one in (code.made_by, getattr(kept.managed_by, "user", None))):
        text = _("You made this code or keep this profile. The person types it, with an account of their own.")
        raise DomainError(text, code="stakeholders.own_code", field="code")
    ClaimCode.objects.filter(pk=code.pk).update(used_at=timezone.now())
    keeper = kept.managed_by.user if kept.managed_by else None
    if own is not None:
        merge_own_profile(own, kept, given_by=code.made_by, actor=actor)
        profile = own
        if not is_member(actor, kept.city):
            grant_role(kept.city, actor, Role.RESIDENT, actor=None, quietly=True)
    else:
        profile = _give_account(kept, actor)
    told = [keeper] if keeper is not None and keeper != actor else []
    record(verbs.PERSON_CLAIMED, profile, actor=actor, notify=told, url="", note={"name": kept.display_name})
    return profile


@transaction.atomic
def adopt_guest(guest: Profile, *, user: User) -> Profile:
    """What was done without an account under this name is the account's, also where it has a profile here already."""
    wait_to_join(user)
    guest, own = lock_row(guest), find_profile(user)
    if guest.user_id is not None or guest.merged_into_id is not None:
        return guest
    if own is not None:
        merge_own_profile(own, guest, given_by=user, actor=user)
    else:
        own = _give_account(guest, user)
    record(verbs.PERSON_CLAIMED, own, actor=user)
    return own


def _give_account(kept: Profile, actor: User) -> Profile:
    """The profile is the person's own; nobody keeps it any more."""
    grant_role(kept.city, actor, Role.RESIDENT, actor=None, quietly=True)
    kept.user, kept.managed_by, kept.managed_for, kept.is_placeholder = actor, None, None, False
    kept.save(update_fields=["user", "managed_by", "managed_for", "is_placeholder"])
    return kept
