"""Read-only questions about endorsements: who may see what in whom, and what stands on a page."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from collaborations.models import Collaboration, Endorsement, Party
from educities.accounts.models import Person, User
from labs.models import Cohort, CohortMember
from labs.queries.facilitators import active_facilitators
from meetings.models import Attendance, Session
from stakeholders.models import Profile
from stakeholders.models.people import ProfileQuerySet, filter_adults
from stakeholders.queries import find_profile
from stakeholders.queries.people_listed import people_open_to
from stakeholders.queries.visibility import find_sight, show_to

Basis = Session | Collaboration
# What a collaboration is once something was done together.
DONE_TOGETHER = (Collaboration.State.ACTIVE, Collaboration.State.PAUSED, Collaboration.State.COMPLETED)
# Who goes along with a cohort, or has completed it. A seat that waits for a consent is none of these.
NEAR = (CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)


def was_there(user: Person, basis: Basis) -> bool:
    """Has the account shared this recorded session, or this collaboration? At most four queries."""
    profile = find_profile(user)
    return profile is not None and find_people_of(basis).filter(pk=profile.pk).exists()


def find_people_of(basis: Basis) -> ProfileQuerySet:
    """The people who shared it, as the database asks too: who was there and who guides the cohort, or the sides."""
    if isinstance(basis, Session):
        return _find_people_of_session(basis)
    if basis.state not in DONE_TOGETHER:
        return _find_profiles(Q(pk=None))
    sides = Party.objects.filter(collaboration=basis, state=Party.State.AGREED)
    return _find_profiles(Q(pk__in=sides.values("profile")) | Q(pk__in=sides.values("answered_by")))


def _find_people_of_session(session: Session) -> ProfileQuerySet:
    if session.state != Session.State.RECORDED:
        return _find_profiles(Q(pk=None))
    there = Attendance.objects.there().filter(session=session)
    return _find_profiles(Q(pk__in=there.values("profile")) | _is_guide(session))


def _is_guide(session: Session) -> Q:
    cohort = Cohort.objects.filter(group_id=session.group_id).select_related("lab").first()
    return Q(pk__in=active_facilitators(cohort.lab).values("profile")) if cohort else Q(pk=None)


def _find_profiles(people: Q) -> ProfileQuerySet:
    found: ProfileQuerySet = Profile.objects.filter(people, merged_into=None, left_at=None)
    return found


def list_receivers(basis: Basis, giver: Profile) -> list[Profile]:
    """In whom this person may see something: the others with an account.

    Pupils are named to each other and to who guides their cohort; a pupil to nobody else, and a guest to no pupil.
    """
    people = find_people_of(basis).filter(user__isnull=False, user__is_active=True).exclude(pk=giver.pk)
    if not giver.is_adult:
        people = people.filter(find_near(basis)) if _is_among(giver, find_near(basis)) else people.none()
    elif isinstance(basis, Session) and _is_among(giver, _is_guide(basis)):
        people = people.filter(filter_adults() | find_near(basis))
    else:
        people = people.filter(filter_adults())
    return list(people.select_related("user").order_by("display_name", "pk"))


def _is_among(giver: Profile, people: Q) -> bool:
    return Profile.objects.filter(people, pk=giver.pk).exists()


def find_near(basis: Basis) -> Q:
    """Who belongs to the cohort whose session it is: its members, and who guides it. A guest does not."""
    if not isinstance(basis, Session):
        return Q(pk=None)
    seats = CohortMember.objects.filter(cohort__group=basis.group_id, state__in=NEAR)
    return Q(pk__in=seats.values("profile")) | _is_guide(basis)


def list_owing_endorsers(session: Session) -> list[User]:
    """Who was at the session with an account and has not yet said what they saw in anybody there. None where nobody else was."""
    people = find_people_of(session).filter(user__isnull=False, user__is_active=True)
    people = people.filter(pk__in=Attendance.objects.there().filter(session=session).values("profile"))
    given = Endorsement.objects.standing().filter(session=session)
    users = [one.user for one in people.exclude(pk__in=given.values("giver")).select_related("user")]
    return users if find_people_of(session).filter(user__isnull=False).count() > 1 else []


def find_waiting(profile: Profile) -> QuerySet[Endorsement]:
    """What was seen in the person, and waits for their answer."""
    return Endorsement.objects.with_names().filter(receiver=profile, state=Endorsement.State.PROPOSED)


def write_notes(reader: Person, profile: Profile, levels: Collection[str]) -> dict[int, "list[Endorsement]"]:
    """The kept endorsements of this person that a reader with these levels sees, by the number of the area. One query."""
    found: dict[int, list[Endorsement]] = defaultdict(list)
    rows = Endorsement.objects.kept().filter(receiver=profile, visibility__in=levels).with_names()
    for row in rows.order_by("given_on", "pk"):
        found[row.area_id].append(row)
    return found


def find_named(reader: Person, profile: Profile, givers: Iterable[Profile]) -> set[int]:
    """The numbers of those givers whose page this reader may open: they alone are named. At most two queries."""
    adults = [one for one in givers if one.is_adult]
    if not adults or not getattr(reader, "pk", None):
        return set()
    people: Any = people_open_to(reader).filter(filter_adults(), pk__in=[one.pk for one in adults])  # type: ignore[arg-type]
    if not reader.has_perm("stakeholders.search_profile", profile.city):
        people = show_to(people, find_sight(reader, profile.city)).filter(Q(is_shown=True) | Q(user_id=reader.pk))
    return set(people.values_list("pk", flat=True))
