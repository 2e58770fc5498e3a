"""Whom a text about a decision names, and who of them has said that their name may stand there."""

from collections.abc import Collection
from typing import NamedTuple

from forum.models import AgendaItem, Ballot, Decision, Meeting, Seat
from forum.queries.ballots import find_version, list_here
from forum.values.beginnings import read_beginning
from forum.values.names import find_hinted, find_named


class Person(NamedTuple):
    """Somebody of the forum. `may_be_asked`: they are here with a vote and wrote nothing to the words of now, so that they may
    have said it in the room. What they wrote stands in the record by itself, with the name where they gave it."""

    number: str
    name: str
    may_be_asked: bool
    # The name with the organisation behind it, as it stands beside what somebody said.
    label: str


class Unnamed(NamedTuple):
    """Who stands in the text and cannot; about whom whoever notes it is asked."""

    refused: list[str]
    asked: list[Person]


def stamp_place(meeting: Meeting | None, item: AgendaItem) -> str:
    """Which meeting is held, and before which the matter is."""
    return f"{meeting.pk}.{item.meeting_id or ''}" if meeting is not None else ""


def list_people(meeting: Meeting, decision: Decision | None) -> list[Person]:
    """Everyone with a seat at the meeting, and whoever has answered. Three queries.

    Whoever has left is not asked: what they answered counts no more until they are back.
    """
    ballots = {row.seat_id: row for row in Ballot.objects.filter(decision=decision)} if decision is not None else {}
    version = find_version(decision) if decision is not None else ""
    began = read_beginning(meeting.began_with)
    seats = Seat.objects.filter(pk__in=began.seats) if began else Seat.objects.active().filter(charter=meeting.charter)
    seats = seats | Seat.objects.filter(pk__in=ballots)
    here = set(list_here(meeting.session).filter(charter=meeting.charter).values_list("pk", flat=True))
    found = []
    for seat in seats.select_related("profile", "organisation"):
        own = ballots.get(seat.pk)
        has_written = own is not None and own.version == version and bool(own.words)
        may_be_asked = seat.votes and not has_written and seat.pk in here
        name, label = seat.profile.display_name, seat.full_name
        found.append(Person(str(seat.profile_id), name, may_be_asked, label))
    return found


def find_unnamed(
    meeting: Meeting, decision: Decision | None, text: str, said_aloud: Collection[str] | None = None
) -> Unnamed:
    """Whom the text names, or may mean by a part of the name, though nobody has said that their name may stand. `said_aloud`: the
    numbers of those of whom it was said that they agreed in the room, or are not meant. Where several people may be meant, it has
    to be said of all of them.
    """
    refused: set[str] = set()
    asked: dict[str, Person] = {}
    people = list_people(meeting, decision) if text else []
    for names in find_named(text, [word for one in people for word in (one.name, one.label)]):
        without = [
            one
            for one in people
            if not names.isdisjoint((one.name, one.label))
            and not (one.may_be_asked and one.number in (said_aloud or ()))
        ]
        asked |= {one.number: one for one in without if one.may_be_asked}
        refused |= {one.label for one in without if not one.may_be_asked}
    settled = {*asked, *(said_aloud or ())}
    hinted = find_hinted(text, [one.name for one in people if one.label not in refused])
    asked |= {one.number: one for one in people if one.name in hinted and one.number not in settled}
    return Unnamed(sorted(refused), list(asked.values()))
