"""With which intake a deferred teacher can go on, and what they keep: reading only."""

from copy import copy
from decimal import Decimal
from typing import NamedTuple

from accelerator.models import Accelerator, Enrolment
from accelerator.queries.progress import HeldSession, Progress, list_progress, read_sessions
from accelerator.values import LEAST_PRESENCE, MOST_VISITS, TERMS_A_YEAR, YEAR_SESSIONS
from meetings.models import Session

State = Enrolment.State


class Kept(NamedTuple):
    """What goes along with a place that was deferred: the first year, where it is done, with its sessions and hours."""

    has_first_year: bool
    there: int
    held: int
    hours: Decimal

    @property
    def year(self) -> int:
        """The year that is still to be done."""
        return 2 if self.has_first_year else 1


def find_kept(row: Enrolment) -> Kept:
    """What this teacher keeps, with whichever intake they go on: a first year that is done counts, also where nobody has
    written down yet that it is."""
    return _find_kept(row, list_progress([row], row.city)[row.pk])


def _find_kept(row: Enrolment, progress: Progress) -> Kept:
    first = progress.years[0]
    return Kept(row.year1_done_on is not None or first.is_done, first.there, first.held, first.hours)


def list_resumable(row: Enrolment) -> list[Accelerator]:
    """The own intake and later ones in which the year that is still to be done can be finished, the earliest first."""
    intakes = Accelerator.objects.select_related("city", "intake").filter(intake__ends_on__gte=row.city.today())
    started = row.accelerator.intake.starts_on
    near = [one for one in intakes.order_by("intake__starts_on", "pk") if _is_own_or_later(one, row, started)]
    if not near:
        return []
    year, sessions = find_kept(row).year, read_sessions([one.pk for one in near], row.city)
    own_missed = _count_missed(row, year)
    found = []
    for one in near:
        terms, held = sessions[one.pk]
        missed = own_missed if one.pk == row.accelerator_id else _count_recorded(held, year)
        known = max(sum(session.year == year for session in held), YEAR_SESSIONS[year])
        is_open = terms[TERMS_A_YEAR * year - 1].ends_on >= row.city.today()
        if is_open and (missed - MOST_VISITS) * 100 <= (100 - LEAST_PRESENCE) * known:
            found.append(one)
    return found


def _is_own_or_later(one: Accelerator, row: Enrolment, started: object) -> bool:
    return one.pk == row.accelerator_id or one.intake.starts_on > started


def _count_recorded(sessions: list[HeldSession], year: int) -> int:
    return sum(one.year == year and one.session.state == Session.State.RECORDED for one in sessions)


def _count_missed(row: Enrolment, year: int) -> int:
    """The recorded sessions of the own intake that a teacher who goes on has missed, also while the place rested."""
    going = copy(row)
    going.state = State.ENROLLED
    found = list_progress([going], row.city)[row.pk].years[year - 1]
    return found.held - found.there
