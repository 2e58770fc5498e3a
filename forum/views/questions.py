"""What is before a meeting, for the whole page and for the part of it that is read again by itself."""

from typing import Any

from educities.accounts.models import User
from forum.models import Meeting
from forum.queries.ballots import compute_stamp, find_last_noted, find_seat_here, is_late, list_questions
from forum.queries.minutes import list_put_off
from forum.rules import has_seat, has_vote
from forum.texts import describe_late_seat


def list_question_parts(meeting: Meeting, reader: User) -> dict[str, Any]:
    """The proposals before the meeting as this reader sees them, what was said last or put off, and why they cannot answer."""
    may_vote = bool(has_vote(reader, meeting))
    seat = find_seat_here(meeting.session, reader) if meeting.is_on else None
    questions = list_questions(meeting, reader, seat)
    last, put_off = find_last_noted(meeting), list_put_off(meeting)
    return {
        "questions": questions,
        "last": last,
        "put_off": put_off,
        # That an answer is in, or was, is not true any more.
        "is_stale": not meeting.is_on or any(one.is_reworded for one in questions),
        "stamp": compute_stamp(questions, last, seat, [meeting.is_on, *(one.item.pk for one in put_off)]),
        "sits_here": bool(has_seat(reader, meeting)),
        "has_vote": may_vote,
        # A seat that was given in the middle decides from the next meeting on: no mark changes that.
        "late": describe_late_seat() if may_vote and seat is None and is_late(meeting.session, reader) else "",
    }
