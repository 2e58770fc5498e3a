"""What is before the meeting that is held now, what a member has answered to it, and what all answers come to."""

import json
from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from educities.accounts.models import Person
from educities.kit.concurrent_edit import digest_values
from educities.kit.multilingual import translate_plain
from forum.models import Ballot, Decision, Meeting, Seat
from forum.queries.beginnings import find_beginning
from forum.values.ballots import Line, Tally
from meetings.models import Attendance, Session

NO_ANSWERS = Tally(0, 0, 0)


class Question(NamedTuple):
    """A proposal that is before the meeting. `own`: what the reader has answered, None before; `may_answer`: they may now.

    `is_reworded`: what they had answered was of other words, and counts no more.
    `tally`: what the answers come to, for whoever leads alone; `answered`: of how many there are any, for everyone.
    """

    decision: Decision
    own: Ballot | None
    may_answer: bool
    answered: int
    tally: Tally | None
    is_reworded: bool = False

    @property
    def version(self) -> str:
        """Which words are before the meeting: an answer is to those that were read."""
        return find_version(self.decision)

    @property
    def boxes(self) -> str:
        """For whoever leads: what the form of the decision proposes now, as JSON; the page lays it into boxes nobody wrote in."""
        return json.dumps(fill_boxes(self.decision.words, self.tally)) if self.tally is not None else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The three answers, with what each is called."""
        return [(str(value), str(label)) for value, label in Ballot.Answer.choices]


def fill_boxes(proposed: dict[str, str], tally: Tally) -> dict[str, str]:
    """What the form of the decision proposes, box by box: the words that are put to the meeting, and the figures."""
    return {**{f"words_{code}": text for code, text in proposed.items()}, **tally.boxes}


def find_version(decision: Decision) -> str:
    """Which words are proposed; others as soon as somebody writes them anew."""
    return compute_version(decision.words)


def compute_version(words: dict[str, str]) -> str:
    """Which words these are, as an answer keeps it."""
    return digest_values(words)


def list_here(session: Session) -> QuerySet[Seat]:
    """The seats with a vote whose people are here now: while it is held, of those with which the meeting began."""
    began = find_beginning(session)
    mark = Attendance.objects.present().filter(session=session, profile=OuterRef("profile"))
    seats = Seat.objects.voting().filter(Exists(mark))
    return seats.filter(pk__in=began.seats) if began else seats.active()


def find_seat_here(session: Session, reader: Person) -> Seat | None:
    """The seat with which the reader decides at this moment: with a vote, and marked as here. One query."""
    rows = list_here(session).filter(charter__group=session.group_id, profile__user_id=reader.pk)
    return rows.select_related("profile").first()  # type: ignore[no-any-return]


def is_late(session: Session, reader: Person) -> bool:
    """Was every seat of the reader given after the meeting that is held now had begun? One query, and where none is held none."""
    began = find_beginning(session)
    return began is not None and not Seat.objects.filter(pk__in=began.seats, profile__user_id=reader.pk).exists()


def is_gone(session: Session, reader: Person) -> bool:
    """Was the reader marked as gone, after they had come? One query."""
    return bool(_list_gone(session).filter(profile__user_id=reader.pk).exists())


def was_marked_gone(session: Session, seat: Seat) -> bool:
    """Was whoever has the seat marked as gone? One query."""
    return bool(_list_gone(session).filter(profile=seat.profile_id).exists())


def _list_gone(session: Session) -> QuerySet[Attendance]:
    return Attendance.objects.there().filter(session=session, left_at__isnull=False)  # type: ignore[no-any-return]


def count_questions(meeting: Meeting, seat: Seat) -> tuple[int, int]:
    """How many proposals are before the meeting, and how many of them wait for the answer of this seat. Two queries."""
    own = dict(Ballot.objects.filter(seat=seat, decision__meeting=meeting).values_list("decision", "version"))
    before = [own.get(decision.pk) != find_version(decision) for decision in list_open(meeting)]
    return len(before), sum(before)


def count_ballots(decision: Decision, session: Session) -> Tally:
    """What the answers of those who are here come to: who has left counts no more, and again once they are back."""
    rows = Ballot.objects.filter(decision=decision, version=find_version(decision), seat__in=list_here(session))
    return _compute_tally(list(rows.select_related("seat__profile", "seat__organisation")))


def find_own(decision: Decision, reader: Person) -> Ballot | None:
    """What the reader has answered to the proposal, to words of before too."""
    return Ballot.objects.filter(decision=decision, seat__profile__user_id=reader.pk).first()


def stamp_answered(decision: Decision) -> str:
    """Who has answered these words; another one as soon as somebody else has. One query."""
    rows = Ballot.objects.filter(decision=decision, version=find_version(decision)).order_by("seat")
    return digest_values([str(number) for number in rows.values_list("seat", flat=True)])


def _compute_tally(rows: list[Ballot]) -> Tally:
    if not rows:
        return NO_ANSWERS
    counted = Counter(row.answer for row in rows)
    words = tuple(_read_line(row) for row in rows if row.words)
    yes, no, neither = (counted[answer] for answer in ("for", "against", "abstained"))
    return Tally(yes, no, neither, words, digest_values([yes, no, neither], list(words)))


def _read_line(row: Ballot) -> Line:
    return Line(row.words, row.seat.full_name if row.is_named else "", row.seat_id)


def list_open(meeting: Meeting) -> QuerySet[Decision]:
    """The proposals that are before the meeting now."""
    rows: QuerySet[Decision] = Decision.objects.with_words().filter(meeting=meeting, state=Decision.State.OPEN)
    return rows.filter(item__meeting=meeting).order_by("item__position", "pk")


def list_questions(meeting: Meeting, reader: Person, seat: Seat | None) -> list[Question]:
    """What is before the meeting, as this reader sees it; `seat`: the one with which they decide now."""
    if not meeting.is_on:
        return []
    leads = reader.has_perm("forum.lead_meeting", meeting)
    found = []
    for decision in list_open(meeting):
        tally = count_ballots(decision, meeting.session)
        own = find_own(decision, reader)
        is_old = own is not None and own.version != find_version(decision)
        shown = tally if leads else None
        found.append(Question(decision, None if is_old else own, seat is not None, tally.answered, shown, is_old))
    return found


def find_last_noted(meeting: Meeting) -> Decision | None:
    """What the forum said last at this meeting."""
    rows = Decision.objects.concluded().with_words().filter(meeting=meeting)
    return rows.order_by("-concluded_at").first()  # type: ignore[no-any-return]


def compute_stamp(questions: list[Question], last: Decision | None, seat: Seat | None, more: list[Any]) -> str:
    """Another one as soon as the part of the page that shows them would look different. `more`: what else it shows."""
    shown = [
        [
            one.decision.pk,
            one.version,
            str(one.decision.item),
            one.own and [one.own.answer, one.own.words, one.own.is_named],
            one.is_reworded,
            one.answered,
            one.tally.key if one.tally else "",
        ]
        for one in questions
    ]
    said = last and [last.pk, translate_plain(last.words), last.state]
    return digest_values(shown, said, seat and seat.pk, more)[:16]
