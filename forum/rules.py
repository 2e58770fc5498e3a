"""Who may, about the strategic forum: whoever has a seat in it, who leads it, who follows the city's progress."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, reads_progress
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id
from forum.values import AGENDA
from stakeholders.rules import is_account, is_representative

if TYPE_CHECKING:  # models declare these rules
    from forum.models import AgendaItem, Decision, Seat

__all__ = ["is_director", "is_facilitator", "reads_progress"]


class OwnSeat(NamedTuple):
    """A seat of a person as rules ask about it. `last`: the day with which one that is over ended. `votes`: it decides."""

    charter_id: int
    is_current: bool
    is_chair: bool
    last: date
    votes: bool = True


FORUM_SEATS: Hook[Callable[[Person], Iterable[OwnSeat]]] = Hook(
    "forum.own_seats",
    "Asked once for each instance of a user: the person's seats in the forums of the scope's city. Models declare rules, so "
    "rules ask.",
)


def list_seats(user: Person, obj: Model | None) -> list[OwnSeat]:
    """The person's seats in the forum to which the row belongs, or, of a city, in any of its forums."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return []
    seats = _read_seats(user)
    if obj._meta.model_name == "city":
        return seats
    charter_id: Any = obj.pk if obj._meta.label_lower == "forum.charter" else getattr(obj, "charter_id", None)
    return [seat for seat in seats if seat.charter_id == charter_id]


def _read_seats(user: Person) -> list[OwnSeat]:
    seats: list[OwnSeat] = read_once(
        user, "_forum_seats", lambda: [seat for read in FORUM_SEATS for seat in read(user)]
    )
    return seats


def is_seated(user: Person) -> bool:
    """Sits today in a forum of the scope's city."""
    if current_city_id() is None or not getattr(user, "pk", None):
        return False
    return any(seat.is_current for seat in _read_seats(user))


@predicate
def has_seat(user: Person, obj: Model | None) -> bool:
    """Sits in the forum today."""
    return any(seat.is_current for seat in list_seats(user, obj))


@predicate
def had_seat(user: Person, obj: Model | None) -> bool:
    """Sits in the forum today, or sat there when this came about: what came after one's term is not read."""
    seats = list_seats(user, obj)
    if any(seat.is_current for seat in seats):
        return True
    day = _find_day(obj) if seats and obj is not None else None
    return day is not None and any(day <= seat.last for seat in seats)


def _find_day(row: Model) -> date | None:
    """The day on which the row came about; None for what has none of its own, as the forum itself."""
    moment: datetime | None = getattr(row, "began_at", None)
    return moment.astimezone(row.city.zone).date() if moment is not None else None  # type: ignore[attr-defined]


@predicate
def sat_once(user: Person, obj: Model | None) -> bool:
    """Sits in the forum today, or has sat there: their own attendance stays theirs to read."""
    return bool(list_seats(user, obj))


@predicate
def is_chair(user: Person, obj: Model | None) -> bool:
    """Leads the forum by a seat of today."""
    return any(seat.is_current and seat.is_chair for seat in list_seats(user, obj))


@predicate
def has_vote(user: Person, obj: Model | None) -> bool:
    """Decides with the others, by a seat of today."""
    return any(seat.is_current and seat.votes for seat in list_seats(user, obj))


@predicate
def is_own_seat(user: Person, obj: "Seat | None") -> bool:
    """The person whose seat it is."""
    return obj is not None and is_account(user, obj.profile.user_id)


@predicate
def is_sender(user: Person, obj: "AgendaItem | None") -> bool:
    """Who sent the matter up."""
    return obj is not None and obj.sent_by is not None and is_account(user, obj.sent_by.user_id)


@predicate
def acts_on(user: Person, obj: "Decision | None") -> bool:
    """Who is to act on the decision: the person, or who speaks today for the organisation."""
    if obj is None:
        return False
    if obj.acts_profile is not None:
        return is_account(user, obj.acts_profile.user_id)
    return obj.acts_organisation is not None and bool(is_representative(user, obj.acts_organisation))


@predicate
def may_send(user: Person, obj: Model | None) -> bool:
    """Who may send this record to the forum, as the app that owns it says; asked about a city, who may send anything."""
    if obj is None or current_city_id() is None:
        return False
    if obj._meta.model_name == "city":
        return bool((is_director | is_facilitator)(user, obj))
    kinds = (kind for kind in AGENDA if kind.permission and kind.rows().model is type(obj))
    return any(bool(user.has_perm(kind.permission, obj)) for kind in kinds)


leads = is_director | is_chair
reads = reads_progress | had_seat
