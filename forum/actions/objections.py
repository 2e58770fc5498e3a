"""What members objected by themselves goes into the record with what the forum said: nobody writes it for them."""

from collections.abc import Collection, Iterable

from forum.models import AgendaItem, Decision, Meeting, Statement
from forum.queries.ballots import count_ballots
from forum.values.ballots import Line


def find_objections(item: AgendaItem, meeting: Meeting, left_out: Collection[str]) -> list[Line]:
    """What those who are here have objected in words to what is proposed now. `left_out`: the keys of the lines that whoever
    notes it leaves out (`Line.key`): other words of the same member are not among them."""
    proposal = Decision.objects.filter(item=item).first()
    if proposal is None:
        return []
    return [one for one in count_ballots(proposal, meeting.session).words if one.key not in left_out]


def note_statements(decision: Decision, said: Iterable[Line]) -> None:
    """These words stand in the record, each with its owner where the name may stand there."""
    for line in said:
        Statement.objects.create(decision=decision, seat_id=line.seat if line.name else None, words=line.words)
