"""A member answers by themselves what is before the meeting, as often as they like, until what the forum says is noted."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError, InvalidValue
from educities.kit.rows import lock_row
from forum import verbs
from forum.actions.reading import ReadPage, check_names, check_others, check_place
from forum.models import AgendaItem, Ballot, Decision, Meeting, Seat
from forum.queries.ballots import (
    count_ballots,
    find_own,
    find_seat_here,
    find_version,
    is_gone,
    is_late,
    stamp_answered,
)
from forum.texts import describe_gone, describe_late_seat, describe_put_off, describe_unmarked
from forum.values.ballots import Tally
from meetings.actions.sessions import lock_session
from meetings.models import Session

State = Decision.State


def describe_why_no_answer(decision: Decision) -> str:
    """Why nobody can answer it now, in a sentence; "" while it is before a meeting that is held."""
    if decision.is_concluded or decision.item.state != AgendaItem.State.WAITING:
        return _("What the forum says about this is noted already. Your answer cannot be changed any more.")
    meeting, following = decision.meeting, decision.item.meeting
    if decision.state != State.OPEN or meeting is None:
        return _("This is not before the meeting now.")
    if meeting == following and meeting.is_on:
        return ""
    if following is not None and following.is_on:
        return _("This is not before the meeting now.")
    why = _("This is not before the meeting now.") if meeting.is_on else _("This meeting has ended.")
    at = following.session.starts_at if following is not None and following != meeting else None
    return f"{why} {describe_put_off(at and at.astimezone(decision.city.zone).date())}"


@transaction.atomic
def give_answer(
    decision: Decision,
    *,
    actor: User,
    answer: str,
    seen: str,
    words: str | None = None,
    is_named: bool = False,
) -> Ballot:
    """This is what the member answers, in place of what they answered before. Twice is once.

    `seen`: which words of the proposal the page showed. `words`: an objection or dissent; None leaves what stands there, unless
    it was said of other words of the proposal.
    """
    if answer not in Ballot.Answer.values:
        raise InvalidValue(_("Choose one of the three answers."), code="forum.no_such_answer", field="answer")
    decision, seat = _lock_question(decision, actor)
    if seen != find_version(decision):
        text = _("The proposal has changed since you opened the page. Read it again, then answer.")
        raise DomainError(text, code="forum.proposal_changed")
    check_others(decision, seat, words or "")
    known = Ballot.objects.filter(decision=decision, seat=seat).first()
    fields: dict[str, Any] = {"answer": answer, "version": seen}
    if words is None and known is not None and known.version != seen:
        words = ""
    if words is not None:
        fields |= {"words": words, "is_named": is_named and bool(words)}
    ballot, _is_new = Ballot.objects.update_or_create(decision=decision, seat=seat, defaults=fields)
    if known is None:
        record(verbs.ANSWERED, decision, actor=actor)
    return ballot  # type: ignore[no-any-return]


def _lock_question(decision: Decision, actor: User) -> tuple[Decision, Seat]:
    """The proposal as it is now, and the seat with which the person decides: nothing is noted on it meanwhile."""
    if decision.meeting is not None:
        # In the order in which it is decided: the session first, and who leaves waits.
        lock_session(decision.meeting.session)
    lock_row(decision.item)
    now: Decision = Decision.objects.select_related("item", "city", "meeting__session").get(pk=decision.pk)
    if refusal := describe_why_no_answer(now):
        raise DomainError(refusal, code="forum.no_question")
    meeting: Any = now.meeting
    seat = find_seat_here(meeting.session, actor)
    if seat is None:
        raise DomainError(_describe_absence(meeting.session, now, actor), code="forum.not_here")
    return now, seat


def _describe_absence(session: Session, decision: Decision, actor: User) -> str:
    if is_late(session, actor):
        return describe_late_seat()
    if is_gone(session, actor):
        return describe_gone(has_answered=find_own(decision, actor) is not None)
    return describe_unmarked(is_asked=True)


def check_answers_fall(decision: Decision, sure: bool, answered: str | None = None) -> None:
    """Raises DomainError unless `sure` where members who are here have answered these words: with other words the answers
    count no more. `answered`: whose answers the question named (`forum.queries.ballots.stamp_answered`); of others it is asked anew.
    """
    if decision.meeting is None:
        return
    number = count_ballots(decision, decision.meeting.session).answered
    if not number or (sure and answered in {None, stamp_answered(decision)}):
        return
    text = ngettext(
        "%(n)s person has answered these words already. Their answer counts no more once the words change.",
        "%(n)s people have answered these words already. Their answers count no more once the words change.",
        number,
    )
    raise DomainError(text % {"n": number}, code="forum.answers_fall", field="sure")


def clear_versions(decision: Decision) -> None:
    """What was answered was of words that are proposed no more, and the names were given to those: neither comes back with
    them. What members wrote waits in their own forms."""
    Ballot.objects.filter(decision=decision).update(version="", is_named=False)


def check_noted(item: AgendaItem, meeting: Meeting, read: ReadPage, fields: dict[str, Any]) -> None:
    """Raises DomainError where what is to be noted is not what stood on the page, not what the members answered, or bears a
    name that nobody gave."""
    proposal = Decision.objects.filter(item=item).first()
    check_place(meeting, read.place, item)
    if read.words is not None and read.words != (proposal.words if proposal is not None else {}):
        raise DomainError(describe_reworded(), code="forum.proposal_changed", field="words")
    check_tally(proposal, meeting.session, read.answered, fields["words"])
    check_names(meeting, proposal, fields.get("dissent") or {}, read.said_aloud)


def describe_reworded() -> str:
    """That the proposal was written anew since the page was opened."""
    return _("The proposal has other words now. Read them, then send it again.")


def check_tally(decision: Decision | None, session: Session, answered: str | None, words: dict[str, str]) -> None:
    """Raises DomainError where members answered since the form was opened, or answered other words than are to be noted.

    `answered`: what the answers came to on the page; None where nobody is asked.
    """
    if decision is None or answered is None:
        return
    tally = count_ballots(decision, session)
    if tally.key and _is_reworded(decision.words, words):
        text = _(
            "The members answered other words. Save these as the proposal first: they then answer again, or raise their hands."
        )
        raise DomainError(text, code="forum.reworded", field="words")
    if tally.key != answered:
        raise DomainError(describe_tally(tally), code="forum.answers_changed", field="votes_for")


def _is_reworded(proposed: dict[str, str], words: dict[str, str]) -> bool:
    """Does any language say something else than was put to the meeting? A translation that comes to it changes nothing."""
    return any(words.get(code) != text for code, text in proposed.items())


def describe_tally(tally: Tally) -> str:
    """That answers changed while the form was open, what they come to now, and that words and names are read again."""
    text = _(
        "Answers changed while you were writing. Now it is %(yes)s for, %(no)s against, %(open)s abstained. "
        "Read the figures, the words and the names again, correct them, and send it."
    )
    return text % {"yes": tally.votes_for, "no": tally.votes_against, "open": tally.abstained}


def delete_ballots(**which: Any) -> None:
    """Nobody's answer to them stands anywhere any more."""
    Ballot.objects.filter(**which).delete()
