"""Read-only questions about the forum: which it is, who sits there, who is present, who is told."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from cities.models import Membership, Role
from cities.queries import city_today
from educities.accounts.models import Person, User
from forum.models import Charter, Decision, Meeting, Seat
from forum.queries.beginnings import find_beginning, find_held_beginning
from forum.rules import OwnSeat
from forum.values import Presence, compute_needed
from forum.values.beginnings import read_beginning
from meetings.models import Attendance, Session
from programs.models import Milestone, Program
from stakeholders.models import Representation


def find_charter() -> Charter | None:
    """The forum of the scope's city: of the five years that run, else of the last ones."""
    rows = Charter.objects.select_related("city", "group", "body__program")
    return rows.order_by("-body__program__starts_on", "-pk").first()  # type: ignore[no-any-return]


def find_working_charter() -> Charter | None:
    """The forum of the scope's city, while its five years are signed."""
    rows = Charter.objects.select_related("city", "group").filter(body__program__in=Program.objects.signed())
    return rows.first()  # type: ignore[no-any-return]


def list_forum_seats(user: Person) -> Iterable[OwnSeat]:
    """The person's seats, of today and of before. One query, and one more of somebody whose seat ended lately: while the
    meeting goes on that began with it, it counts."""
    today = city_today()
    for seat in Seat.objects.filter(profile__user_id=user.pk):
        last = min(seat.ends_on, seat.ended_on or seat.ends_on)
        yield OwnSeat(seat.charter_id, _counts_now(seat, today), seat.role == Seat.Role.CHAIR, last, seat.votes)


def _counts_now(seat: Seat, today: date) -> bool:
    if seat.is_current(today) or seat.ended_on is None or seat.ended_on < today - timedelta(days=1):
        return seat.is_current(today)
    began = find_held_beginning(seat.charter_id)
    return began is not None and seat.pk in began.seats


def is_spoken_for(seat: Seat) -> bool:
    """Does the person represent the organisation of the seat today? So too where it is for none."""
    if seat.organisation is None:
        return True
    rows = Representation.objects.current().filter(organisation=seat.organisation, profile=seat.profile_id)
    return bool(rows.filter(accepted_at__isnull=False).exists())


def list_seats_now(charter: Charter) -> QuerySet[Seat]:
    """Who sits there today, with names."""
    rows: QuerySet[Seat] = Seat.objects.active().with_names().filter(charter=charter)
    return rows


def count_presence(charter: Charter, session: Session) -> Presence:
    """Who of the seats is present at the session now: once it was opened, of those with which it began. Two queries."""
    began = find_beginning(session, also_ended=True)
    mark = Attendance.objects.present().filter(session=session, profile=OuterRef("profile")).values("pk")
    seats = Seat.objects.filter(pk__in=began.seats) if began else Seat.objects.active().filter(charter=charter)
    rows = list(seats.order_by().annotate(mark=Subquery(mark[:1])).values_list("role", "sector", "mark"))
    voting = [(sector, seat_mark) for role, sector, seat_mark in rows if role != Seat.Role.YOUTH]
    there = Counter(sector for sector, seat_mark in voting if seat_mark is not None)
    advisers = sum(1 for role, _sector, seat_mark in rows if role == Seat.Role.YOUTH and seat_mark is not None)
    percent = began.quorum_percent if began else charter.quorum_percent
    return Presence(len(voting), compute_needed(len(voting), percent), there, advisers)


def list_seat_users(charter: Charter, *, but: User | None = None) -> list[User]:
    """The accounts of whoever sits there today."""
    users = User.objects.filter(pk__in=Seat.objects.active().filter(charter=charter).values("profile__user_id"))
    return list(users.exclude(pk=but.pk) if but else users)


def list_minutes_readers(meeting: Meeting, *, but: User | None = None) -> list[User]:
    """The accounts of whoever sits there today, and of those with whose seats the meeting began."""
    began = read_beginning(meeting.began_with)
    seats = Seat.objects.active().filter(charter=meeting.charter)
    seats = seats | Seat.objects.filter(pk__in=began.seats if began else ())
    users = User.objects.filter(pk__in=seats.values("profile__user_id"))
    return list(users.exclude(pk=but.pk) if but else users)


def list_leaders(charter: Charter, *, but: User | None = None) -> list[User]:
    """The accounts of whoever prepares the meetings: the directors, and the chair."""
    directors = Membership.objects.current().filter(city_id=charter.city_id, role=Role.DIRECTOR).values("user_id")
    chair = Seat.objects.active().filter(charter=charter, role=Seat.Role.CHAIR).values("profile__user_id")
    users = User.objects.filter(pk__in=directors) | User.objects.filter(pk__in=chair)
    return list(users.exclude(pk=but.pk) if but else users)


def find_forum_people(role: str) -> list[User]:
    """Who answers for a milestone of the forum: whoever leads it, the chair; it has come onto the agenda by itself."""
    charter = find_working_charter() if role == Milestone.OwnerRole.FORUM else None
    if charter is None:
        return []
    chair = Seat.objects.active().filter(charter=charter, role=Seat.Role.CHAIR)
    return list(User.objects.filter(pk__in=chair.values("profile__user_id")))


def list_acting_users(decision: Decision) -> list[User]:
    """The accounts of who acts on it: the person, or who speaks for the organisation today."""
    if decision.acts_profile is not None:
        return [decision.acts_profile.user] if decision.acts_profile.user else []
    if decision.acts_organisation is None:
        return []
    speaking = Representation.objects.current().filter(
        organisation=decision.acts_organisation, accepted_at__isnull=False
    )
    return list(User.objects.filter(pk__in=speaking.values("profile__user_id")))


def group_by_sector(seats: Iterable[Seat]) -> dict[int, list[Seat]]:
    """The seats of each of the four sectors, an empty list where a sector has none."""
    found: dict[int, list[Seat]] = {number: [] for number in range(1, 5)}
    for seat in seats:
        found[seat.sector].append(seat)
    return found


def count_sectors(seats: Iterable[Seat]) -> Counter[int]:
    """How many of these seats that vote each sector has."""
    return Counter(seat.sector for seat in seats if seat.votes)
