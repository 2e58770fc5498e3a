"""A person in a city."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.models import City
from educities.accounts.actions import mark_age, unproven_account, wait_to_join
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.context import current_audit_context
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.rows import apply_changes, lock_row
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.actions.adulthood import become_minor, has_given_age
from stakeholders.actions.merging import finish_merges_of, lock_with_merged
from stakeholders.actions.shown import update_readers
from stakeholders.models import AgeBand, Commitment, Profile, StrengthClaim
from stakeholders.models.people import ERASED_CHILD, FORMER, STAND_IN
from stakeholders.models.visibility import BEYOND_CITY, ONLY_ME
from stakeholders.queries import find_profile

CheckProfile = Callable[[Profile], None]
PROFILE_CHECKS: Hook[CheckProfile] = Hook(
    "stakeholders.profile_checks",
    "Asked before anything is written about a person: (profile). DomainError refuses.",
)
ProfileChanged = Callable[[Profile, list[str]], None]
PROFILE_CHANGED: Hook[ProfileChanged] = Hook(
    "stakeholders.profile_changed",
    "Called when lines of a profile have changed, in that transaction: (profile, the names of the lines).",
)
BLANKED_LINES = (
    "display_name",
    "short_name",
    "legal_name",
    "phone",
    "neighbourhood",
    "pronoun",
    "story",
    "wish",
    "offer",
    "visibilities",
)

ENDED_LINES = ("left_at", "user", "managed_by", "managed_for", "is_placeholder", "next_band_month")


def _is_known_minor(user: User) -> bool:
    """Does a city know the account's person as under 18? An account that only a grown-up's yes opens is a minor's."""
    return user.is_minor or user.waits_for_guardian


def build_refusal() -> DomainError:
    """What is said to who names somebody under 18 by an address: nothing of the age, and nothing of a closed account."""
    text = _("The person with this address can only join by themselves, from the city’s page.")
    return DomainError(text, code="stakeholders.joins_alone")


@transaction.atomic
def profile_for(
    user: User,
    *,
    display_name: str = "",
    language: str | None = None,
    actor: User | None = None,
    is_age_said: bool = True,
    **fields: Any,
) -> Profile:
    """The person's profile in the scope's city, made when there is none yet; an existing one stays as it is.

    `fields`: further columns of a new profile (`age_band`, `next_band_month`, `needs_guardian`, `neighbourhood`).
    `is_age_said`: has the person said the age by which the new profile is made? See `person_of_address`.
    Two calls at once leave one profile. Raises DomainError where it would make a grown-up of whom another city knows as
    under 18: that person joins by themselves, and a guardian is asked. The words do not say so to others.
    """
    if found := find_profile(user):
        return found
    wait_to_join(user)
    if found := find_profile(user):
        return found
    is_minor = fields.get("age_band", AgeBand.ADULT) != AgeBand.ADULT
    if _is_known_minor(user) and not is_minor:
        raise build_refusal()
    values = {"display_name": display_name or str(STAND_IN), "language": language or user.language}
    profile, made = Profile.objects.get_or_create(user=user, defaults={**values, **fields})
    if made:
        _note_age(user, is_minor=is_minor, is_said=is_age_said)
        _record_new(profile, actor=actor or user)
    return profile


def _note_age(user: User, *, is_minor: bool, is_said: bool) -> None:
    """What the account says of its person's age, of whom a city has just made a profile."""
    if is_minor:
        become_minor(user)
    if is_said or not has_given_age(user):
        mark_age(user, is_unsaid=not is_said)


@transaction.atomic
def person_of_address(email: str, *, display_name: str, language: str, actor: User | None) -> Profile:
    """The person of this address in the scope's city, for who adds them; a new account is opened by a mailed code.

    Of whoever comes into the city by this, nobody has asked the age: the account waits for the person to say it
    (`User.is_age_unsaid`), and until then this makes no adult of anybody.
    Raises DomainError where the account is closed, and where `profile_for` does. That no grown-up agrees to an account is
    told nobody: a child of the city is found all the same, and another city's joins by itself.
    """
    user = unproven_account(email, language)
    if not user.is_active and not _is_known_minor(user):
        raise DomainError(_("The account of this address is closed."), code="stakeholders.account_closed")
    return profile_for(user, display_name=display_name, language=user.language, actor=actor, is_age_said=False)


def join_city(
    user: User, city: City, display_name: str = "", *, language: str | None = None, actor: User | None = None
) -> Profile:
    """The person has a profile in `city`, whatever scope is open. For those who accepted an invitation."""
    with city_scope(city.pk):
        return profile_for(user, display_name=display_name, language=language, actor=actor)


def _record_new(profile: Profile, *, actor: User | None, of_list: str = "") -> None:
    """That somebody joined, or that somebody of the city added them; a child and who answers for one are not named."""
    has_account = profile.user_id is not None
    # Who takes part once by a link has no account, and nobody added them.
    if actor is None or profile.user_id == actor.pk:
        record(verbs.PERSON_JOINED, profile, actor=actor, has_account=has_account)
        return
    is_quiet = profile.is_minor or current_audit_context().is_entered
    person: dict[str, Any] = {} if is_quiet else {"person": profile.pk}
    kept = {"list": of_list} if of_list else None
    record(verbs.PERSON_ADDED, profile, actor=actor, has_account=has_account, kept=kept, **person)


@transaction.atomic
def add_person(
    *,
    display_name: str,
    actor: User | None,
    managed_by: Profile | None = None,
    language: str = "he",
    of_list: str = "",
    **fields: Any,
) -> Profile:
    """A person without an account stands in the city; `managed_by` keeps the profile for them.

    `of_list`: what names the list in which the person was added with others.
    """
    profile = Profile.objects.create(
        display_name=display_name, language=language, managed_by=managed_by, is_placeholder=managed_by is None, **fields
    )
    _record_new(profile, actor=actor, of_list=of_list)
    return profile


def check_profile(profile: Profile) -> None:
    """Raises DomainError when nothing may be written about this person now."""
    for check in PROFILE_CHECKS:
        check(profile)


def check_still_there(profile: Profile) -> None:
    """Nobody ends the row until the transaction does. Raises DomainError where its person has left, or it was merged.

    Who waits here for somebody's leaving would write on what is left of them, for good.
    """
    now = lock_row(profile)
    if now.left_at is not None or now.merged_into_id is not None:
        text = _("This person is no longer here under this profile. Load the page again.")
        raise DomainError(text, code="stakeholders.profile_ended")


def check_all_there(profiles: Iterable[Profile]) -> None:
    """The same for all of these, in the order of their numbers, as a merge locks both of its own."""
    for profile in sorted(profiles, key=lambda one: one.pk):
        check_still_there(profile)


def check_levels(profile: Profile, *levels: str) -> None:
    """Raises DomainError where a line of a person without an account would be read beyond the city: nobody but the person
    says that."""
    if profile.user_id is None and BEYOND_CITY.intersection(levels):
        text = _("Only the person can show this beyond the city, once they have taken over the profile.")
        raise DomainError(text, code="stakeholders.level_of_kept")


@transaction.atomic
def change_profile(profile: Profile, *, actor: User, **values: Any) -> Profile:
    """The given lines of the profile are changed; the record names the lines, never what stands in them.

    Raises DomainError for a child whose account no grown-up has agreed to yet.
    """
    check_profile(profile)
    check_still_there(profile)
    check_levels(profile, *values.get("visibilities", {}).values())
    with update_readers(profile, actor):
        changed = apply_changes(profile, values)
        if not changed:
            return profile
        profile.save(update_fields=changed)
    for answer in PROFILE_CHANGED:
        answer(profile, changed)
    acting_for = profile.user if profile.user_id and profile.user_id != actor.pk else None
    record(verbs.PERSON_CHANGED, profile, actor=actor, acting_for=acting_for, changed=changed)
    return profile


@transaction.atomic
def erase_profile(profile: Profile, *, actor: User | None) -> None:
    """Nothing that the person said of themselves is left. What stays is the age group, and an account's number.

    A row of the same person that was merged into this one goes with it.
    """
    # A merge that runs at this moment is waited for: either it is seen here, or it finds nothing to merge.
    lock_with_merged(profile)
    with override(profile.language):
        name = str(ERASED_CHILD if profile.is_minor else FORMER)
    with update_readers(profile, actor):
        profile.display_name = name
        profile.short_name = profile.legal_name = profile.phone = profile.neighbourhood = profile.pronoun = ""
        profile.story, profile.wish, profile.offer, profile.visibilities = {}, {}, {}, {}
        profile.save(update_fields=BLANKED_LINES)
        profile.claims.all().delete()
    profile.claim_codes.all().delete()
    profile.verifications.all().delete()
    profile.linked_sign_ins.all().delete()
    Commitment.objects.filter(promised_by=profile).update(promised_by=None)
    finish_merges_of(profile)
    record(verbs.PERSON_BLANKED, profile, actor=actor)


@transaction.atomic
def end_profile(profile: Profile, *, actor: User | None) -> None:
    """The person has left: nothing they said of themselves is left, and nobody's account stands behind the row. Those whose
    profiles they kept stand on the director's list of people whom nobody keeps (`find_unkept_people`).

    Whoever comes back begins anew with another row. A minor's month of coming of age goes with the rest.
    """
    profile.left_at, profile.user, profile.managed_by, profile.is_placeholder = timezone.now(), None, None, False
    profile.managed_for = profile.next_band_month = None
    profile.save(update_fields=ENDED_LINES)
    erase_profile(profile, actor=actor)


def close_lines(profile: Profile) -> None:
    """No line and no strength is shown to anybody else."""
    profile.visibilities = ONLY_ME
    profile.save(update_fields=["visibilities"])
    profile.claims.update(visibility=StrengthClaim.Visibility.ME)


@transaction.atomic
def make_profile_private(profile: Profile) -> None:
    """Nobody but the person sees any line or strength, until they choose otherwise: nobody could see them as a child's."""
    close_lines(profile)
    record(verbs.GREW_UP, profile, actor=None, notify=[profile.user])
