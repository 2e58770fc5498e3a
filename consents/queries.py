"""Which consents of a person hold, who answers for it, and whether it has begun anything: reading only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.db.models import OuterRef, Q, QuerySet, Subquery

from cities.models import City
from consents.models import Consent, GuardianLink
from consents.values import ACCOUNT, mailbox_of
from educities.accounts.models import Person, User
from educities.kit.hooks import Hook
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from stakeholders.queries import find_profile

ANSWERED_NO = (Consent.State.REFUSED, Consent.State.WITHDRAWN)
HasThings = Callable[[Profile], bool]
THINGS_BEGUN: Hook[HasThings] = Hook(
    "consents.things_begun",
    "Asked of a child under the city's age: (profile) -> has it anything there that waits for a grown-up's yes, or rests on it?",
)


class ChildInvitation(NamedTuple):
    """What somebody of the city asked a child to take part in: its name in all languages, and who asked, "" for nobody known."""

    name: dict[str, str]
    asked_by: str


CHILD_INVITATIONS: Hook[Callable[[Profile], ChildInvitation | None]] = Hook(
    "consents.child_invitations",
    "Asked when a guardian is written to: (profile of the child) -> what others asked the child to take part in, which "
    "waits for the guardian's yes.",
)

ListPlaces = Callable[[Profile, bool], list[str]]
CHILD_PLACES: Hook[ListPlaces] = Hook(
    "consents.child_places",
    "Asked after an answer about taking part: (profile of the child, was it a yes) -> what of this child is there with "
    "that yes, or is kept in spite of the no, a sentence each; nothing of what it does not have.",
)

ListLosses = Callable[[Profile], list[str]]
CHILD_LOSSES: Hook[ListLosses] = Hook(
    "consents.child_losses",
    "What goes with the account of a child, or when a person leaves the city, a line each, before somebody ends it: (profile) -> the lines.",
)


def has_consent(profile: Profile, purpose: str) -> bool:
    """Is there a consent of this person for this purpose that holds today? Who needs no guardian needs none.

    The one function that is asked; every gate for minors goes through it.
    """
    if not profile.needs_guardian:
        return True
    return given_on(profile.city.today()).filter(subject=profile, purpose=purpose).exists()


def is_age_hidden(profile: Profile) -> bool:
    """Does this city take somebody for an adult whom another one knows as under 18? By the account's mark, which is all that
    it learns: nothing is agreed to then by the person alone.
    """
    return not profile.is_minor and profile.user is not None and profile.user.is_minor


def has_answered(profile: Profile, purpose: str) -> bool:
    """Has this person said yes or no to the purpose, or is a guardian asked for it?"""
    return profile.needs_guardian or Consent.objects.filter(subject=profile, purpose=purpose).exists()


def given_on(day: date) -> QuerySet[Consent]:
    """The consents of the scope's city that hold on that day."""
    given = Consent.objects.filter(state=Consent.State.GIVEN)
    return given.filter(Q(valid_until=None) | Q(valid_until__gte=day))


def given_purposes(profile: Profile) -> set[str]:
    """The purposes that are agreed to, by everybody's answers."""
    given = Consent.objects.filter(subject=profile, state=Consent.State.GIVEN)
    return set(given.values_list("purpose", flat=True))


def held_purposes(link: GuardianLink) -> set[str]:
    """What a no of this grown-up would end: their own yes, and before they have answered what holds for the child."""
    if link.answers:
        return {purpose for purpose, yes in link.answers.items() if yes}
    return given_purposes(link.minor)


def last_consent(profile: Profile, purpose: str) -> Consent | None:
    """The latest question about this purpose, with what became of it."""
    return Consent.objects.filter(subject=profile, purpose=purpose).order_by("-pk").first()


def latest_consents(profile: Profile) -> dict[str, Consent]:
    """Purpose -> the latest question about it, with what became of it. One that is open or given is the latest."""
    return {row.purpose: row for row in Consent.objects.filter(subject=profile).order_by("pk")}


def find_refusal(latest: Mapping[str, Consent], purposes: Sequence[str]) -> Consent | None:
    """The no that stands to one of these purposes, the first by their order; None where each is agreed to or awaited."""
    return next((latest[one] for one in purposes if one in latest and latest[one].state in ANSWERED_NO), None)


def declined_by(profile: Profile) -> set[str]:
    """The purposes that the child itself did not want and has not asked for since."""
    last = latest_consents(profile)
    return {purpose for purpose, row in last.items() if row.state in ANSWERED_NO and row.assent_of_child is False}


def may_start_before_consent(profile: Profile) -> bool:
    """May a first act be kept while the answer is awaited? Not after a no, nor when nobody answered and nobody is asked."""
    last = last_consent(profile, ACCOUNT)
    return last is None or last.state in {Consent.State.REQUESTED, Consent.State.GIVEN}


def describe_invitation(profile: Profile) -> dict[str, Any]:
    """What a mail to the guardian says of it: `cohort` in all languages, `asked_by`. {} for a child who came by itself."""
    for answer in CHILD_INVITATIONS:
        if found := answer(profile):
            return {"cohort": found.name, "asked_by": found.asked_by}
    return {}


def has_begun(profile: Profile) -> bool:
    """Does anything of this person stand in the city?"""
    return any(has_things(profile) for has_things in THINGS_BEGUN)


def list_places(profile: Profile, *, takes_part: bool) -> list[str]:
    """What of this child is there with a yes to taking part, or is kept in spite of a no, a sentence each."""
    return [line for list_lines in CHILD_PLACES for line in list_lines(profile, takes_part)]


def list_losses(profile: Profile) -> list[str]:
    """What goes with the account of this child, a line each."""
    return [line for list_lines in CHILD_LOSSES for line in list_lines(profile)]


def has_mailbox(user: User | None, email: str) -> bool:
    """Does this address, however it is spelt, lead to a mailbox of the account? To nobody's without an account."""
    if user is None:
        return False
    own = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    return mailbox_of(email) in {mailbox_of(one) for one in own}


def confirmed_guardian_links(minor: Profile, *, but: GuardianLink | None = None) -> list[GuardianLink]:
    """Who answers for the child now."""
    rows = GuardianLink.objects.filter(minor=minor, state=GuardianLink.State.CONFIRMED)
    rows = rows.select_related("guardian__user", "city")
    return list(rows.exclude(pk=but.pk if but else None).order_by("pk"))


def is_agreed_by_another(link: GuardianLink) -> bool:
    """Has the child an account here by the yes of another grown-up than the one of this link?"""
    others = confirmed_guardian_links(link.minor, but=link)
    return any(one.answers.get(ACCOUNT, True) for one in others) and has_consent(link.minor, ACCOUNT)


def answers_for(user: Person, minor: Profile) -> bool:
    """Does this account's person answer for the minor now?"""
    return GuardianLink.objects.filter(
        minor=minor, guardian__user_id=user.pk, state=GuardianLink.State.CONFIRMED
    ).exists()


def wards_of(profile: Profile) -> list[GuardianLink]:
    """The children this person answers for, and those for whom they said no, which they may change."""
    mine = Q(guardian=profile, state=GuardianLink.State.CONFIRMED)
    email = profile.user.email.lower() if profile.user else None
    refused = Q(guardian_email=email, state=GuardianLink.State.REFUSED)
    return list(GuardianLink.objects.filter(mine | refused).select_related("minor").order_by("pk"))


def list_closed_wards() -> QuerySet[GuardianLink]:
    """The links to children to whose account nobody agrees now."""
    agreed = Consent.objects.filter(purpose=ACCOUNT, state=Consent.State.GIVEN).values("subject_id")
    return GuardianLink.objects.exclude(minor__in=agreed)


def find_unshared() -> QuerySet:
    """Who answers alone and whose latest answer to sharing with other cities is a no, or a yes whose time is over."""
    latest = Consent.objects.filter(subject=OuterRef("subject"), purpose=Consent.Purpose.SHARING).order_by("-pk")
    rows = Consent.objects.filter(pk=Subquery(latest.values("pk")[:1]), subject__needs_guardian=False)
    return rows.filter(state__in=[*ANSWERED_NO, Consent.State.EXPIRED]).values("subject_id")


def find_sharing() -> QuerySet:
    """Whose yes to sharing with other cities holds, or came to its last day less than a minute ago."""
    given = Consent.objects.filter(state=Consent.State.GIVEN, purpose=Consent.Purpose.SHARING)
    return given.values("subject_id")


def find_guardians() -> QuerySet:
    """Who answers or answered for a child of the scope's city: numbers of profiles."""
    return GuardianLink.objects.filter(guardian__isnull=False).values("guardian_id")


class AccountParts(NamedTuple):
    """The cities in which an account has a part now, those that it has left, and whether it has a profile in one."""

    present: list[City]
    left: list[City]
    has_profile: bool


def find_parts(user: User) -> AccountParts:
    """Where the account has a part: a profile, or a role that is not over. Whoever leaves a city keeps neither."""
    present: list[City] = []
    left: list[City] = []
    has_profile = False
    for city in City.objects.filter(memberships__user=user).distinct().order_by("slug"):
        with city_scope(city.pk, city):
            is_known = find_profile(user) is not None
        has_role = user.memberships.filter(city=city).exclude(ends_on__lt=city.today()).exists()
        (present if is_known or has_role else left).append(city)
        has_profile |= is_known
    return AccountParts(present, left, has_profile)
