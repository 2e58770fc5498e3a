"""What is before a meeting, for the whole page and for the part of it that is read again by itself."""

from typing import Any

from educities.accounts.models import User
from forum.models import Meeting
from forum.queries.ballots import compute_stamp, find_last_noted, find_seat_here, list_questions
from forum.rules import has_seat, has_vote


def list_question_parts(meeting: Meeting, reader: User) -> dict[str, Any]:
    """The proposals before the meeting as this reader sees them, what was said last, and why they cannot answer."""
    seat = find_seat_here(meeting.session, reader) if meeting.is_on else None
    questions = list_questions(meeting, reader, seat)
    last = find_last_noted(meeting)
    return {
        "questions": questions,
        "last": last,
        "stamp": compute_stamp(questions, last, seat),
        "sits_here": bool(has_seat(reader, meeting)),
        "has_vote": bool(has_vote(reader, meeting)),
    }
