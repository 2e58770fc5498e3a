"""What members objected by themselves goes into the record with what the forum said: nobody writes it for them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.signs import tidy_signs
from forum import verbs
from forum.actions.reading import ReadPage
from forum.models import AgendaItem, Decision, Meeting, Seat, Statement
from forum.queries.ballots import count_ballots
from forum.texts import name_matter
from forum.values.ballots import Line


class Said(NamedTuple):
    """What members have said in words: what goes into the record, what is left out of it, and why, in a sentence."""

    kept: Sequence[Line] = ()
    left: Sequence[Line] = ()
    because: str = ""


def find_objections(item: AgendaItem, meeting: Meeting, read: ReadPage) -> Said:
    """What those who are here have said in words to what is proposed now. `read.left_out`: the keys of the lines that whoever
    notes it leaves out (`Line.key`): other words of the same member are not among them. Raises DomainError where they say no why.
    """
    proposal = Decision.objects.filter(item=item).first()
    if proposal is None:
        return Said()
    words, because = count_ballots(proposal, meeting.session).words, tidy_signs(read.because)
    left = [one for one in words if one.key in read.left_out]
    if left and not because:
        raise DomainError(describe_no_reason(), code="forum.no_reason_left_out", field="left_out_because")
    return Said([one for one in words if one.key not in read.left_out], left, because)


def describe_no_reason() -> str:
    """What is to be written about words that are left out of the record."""
    return _("Say in a sentence why these words are left out. Only the person who wrote them reads it.")


def tell_left_out(decision: Decision, said: Said, actor: User) -> None:
    """Each whose words are left out reads so, and why; the history says that there were any."""
    if not said.left:
        return
    seats = Seat.objects.filter(pk__in=[line.seat for line in said.left])
    writers = User.objects.filter(pk__in=seats.values("profile__user_id"))
    note = {"title": name_matter(decision.item), "reason": said.because}
    record(verbs.WORDS_LEFT_OUT, decision, actor=actor, notify=writers.exclude(pk=actor.pk), note=note)


def note_statements(decision: Decision, said: Iterable[Line]) -> None:
    """These words stand in the record, each with its owner where the name may stand there."""
    for line in said:
        Statement.objects.create(decision=decision, seat_id=line.seat if line.name else None, words=line.words)
