"""What is before a meeting, for the whole page and for the part of it that is read again by itself."""

from typing import Any

from educities.accounts.models import User
from forum.models import Meeting
from forum.queries.ballots import (
    Question,
    compute_stamp,
    find_last_noted,
    find_seat_here,
    is_gone,
    is_late,
    list_questions,
)
from forum.queries.minutes import list_put_off
from forum.rules import has_seat, has_vote
from forum.texts import describe_gone, describe_late_seat, describe_unmarked


def list_question_parts(meeting: Meeting, reader: User) -> dict[str, Any]:
    """The proposals before the meeting as this reader sees them, what was said last or put off, and why they cannot answer."""
    may_vote = bool(has_vote(reader, meeting))
    seat = find_seat_here(meeting.session, reader) if meeting.is_on else None
    questions = list_questions(meeting, reader, seat)
    last, put_off = find_last_noted(meeting), list_put_off(meeting)
    has_answered = any(one.own is not None for one in questions)
    why_not = _describe_why_not(meeting, reader, questions) if may_vote and seat is None and meeting.is_on else ""
    return {
        "questions": questions,
        "last": last,
        "put_off": put_off,
        # That an answer is in, or was, is not true any more.
        "is_stale": not meeting.is_on or any(one.is_reworded for one in questions),
        "has_answered": has_answered,
        "stamp": compute_stamp(questions, last, seat, [meeting.is_on, why_not, *(one.item.pk for one in put_off)]),
        "sits_here": bool(has_seat(reader, meeting)),
        "why_not": why_not,
    }


def _describe_why_not(meeting: Meeting, reader: User, questions: list[Question]) -> str:
    """Why somebody with a vote cannot answer at this moment, in a sentence."""
    if is_late(meeting.session, reader):
        # A seat that was given in the middle decides from the next meeting on: no mark changes that.
        return describe_late_seat()
    if is_gone(meeting.session, reader):
        return describe_gone(has_answered=any(one.own is not None for one in questions))
    return describe_unmarked(is_asked=bool(questions))
