"""What an engine has to tell: the answers of its rounds, and what was done, quarter by quarter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cities.queries import city_today
from collaborations.models import Collaboration
from growth.models import Engine, Invitee
from growth.queries.counts import RUNNING
from growth.values import LEAST_COUNTED

State = Invitee.State
ANSWERED_YES = (State.YES, State.TOGETHER)


class RoundAnswers(NamedTuple):
    """One act of inviting, and what came back: who said yes by name, of the others numbers alone.

    `no` and `silent` are None where they would name somebody: while the round is open, as whoever looks twice sees whose
    answer has come; where few have not said yes; and where all of these answered alike. `rest` is all of them.
    `is_open`: may they still answer?
    """

    round: Any
    invited: int
    yes: list[Invitee]
    no: int | None
    silent: int | None
    is_open: bool

    @property
    def rest(self) -> int:
        """How many have not said yes."""
        return self.invited - len(self.yes)


def list_rounds(engine: Engine) -> list[RoundAnswers]:
    """The rounds of the engine, the newest first. Two queries."""
    rows = Invitee.objects.filter(engine=engine).select_related("profile", "organisation", "collaboration")
    of: dict[int, list[Invitee]] = {}
    for row in rows:
        of.setdefault(row.round_id, []).append(row)
    return [_read_round(one, of.get(one.pk, [])) for one in engine.rounds.select_related("opened_by")]


def _read_round(one: Any, rows: Sequence[Invitee]) -> RoundAnswers:
    states = Counter(row.state for row in rows)
    yes = [row for row in rows if row.state in ANSWERED_YES]
    is_open = one.ends_on >= city_today()
    # Whom the night has not written down as silent yet has not answered either.
    no, silent = states[State.NO], states[State.SILENT] + states[State.ASKED]
    is_told = not is_open and len(rows) - len(yes) >= LEAST_COUNTED and bool(no and silent)
    return RoundAnswers(one, len(rows), yes, no if is_told else None, silent if is_told else None, is_open)


class Quarter(NamedTuple):
    """Three months of an engine: how many were invited and said yes, which collaborations came about or were completed."""

    year: int
    number: int
    invited: int
    yes: int
    begun: list[Collaboration]
    completed: list[Collaboration]


def list_quarters(engine: Engine, rounds: Iterable[RoundAnswers], rows: Iterable[Collaboration]) -> list[Quarter]:
    """Each quarter in which something happened, the newest first. No query."""
    invited, yes = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for one in rounds:
        key = find_quarter(one.round.opened_at.astimezone(engine.city.zone).date())
        invited[key] += one.invited
        yes[key] += len(one.yes)
    begun: dict[tuple[int, int], list[Collaboration]] = {}
    completed: dict[tuple[int, int], list[Collaboration]] = {}
    for row in rows:
        if row.state in Collaboration.COUNTED or row.starts_on:
            begun.setdefault(find_quarter(row.starts_on or row.proposed_on), []).append(row)
        if row.state == Collaboration.State.COMPLETED and row.ended_on:
            completed.setdefault(find_quarter(row.ended_on), []).append(row)
    keys = sorted({*invited, *begun, *completed}, reverse=True)
    return [Quarter(*key, invited[key], yes[key], begun.get(key, []), completed.get(key, [])) for key in keys]


def find_quarter(day: date) -> tuple[int, int]:
    """The year and the number of the quarter in which the day lies."""
    return day.year, (day.month + 2) // 3


def list_collaborations(engine: Engine) -> list[Collaboration]:
    """What was proposed in the engine's area and came about, the newest first. Two queries."""
    states = (*RUNNING, Collaboration.State.COMPLETED, Collaboration.State.ENDED_EARLY)
    return list(Collaboration.objects.with_parties().filter(area=engine.area_id, state__in=states))
