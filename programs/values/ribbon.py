"""Five years as a picture: sixty months, bars cut to whole months, beads on them. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from educities.kit.hooks import Hook

MONTHS = 60
LAST_THIRD = timedelta(days=10)
MOST_LANES = 12


class Span(NamedTuple):
    """From one day to another. `fill`: done, now, "" for what lies ahead, dash for what is proposed."""

    starts_on: date
    ends_on: date
    fill: str
    label: str = ""


class Piece(NamedTuple):
    """A span on the sixty months: from which month (1 to 60), over how many."""

    month: int
    length: int
    span: Span


@dataclass(frozen=True)
class Lane:
    """One bar of the picture, cut into pieces, and what it is called."""

    name: str
    spans: list[Span]
    url: str = ""
    about: str = ""
    pieces: list[Piece] = field(default_factory=list)


def hide_pages(lanes: Iterable[Lane]) -> list[Lane]:
    """The same bars for a reader to whom the pages of what they show are not open."""
    return [replace(lane, url="") for lane in lanes]


class Bead(NamedTuple):
    """A milestone on its wire. `tone`: done, now (the next one), late (overdue or missed), or "" for one ahead.

    `asks_for_status`: its day was over before the program was signed, and nobody has said how it stands. `is_early`: it
    is reached and its day is still to come.
    """

    month: int
    tone: str
    title: str
    due_on: date
    url: str
    state: str
    asks_for_status: bool = False
    is_missed: bool = False
    is_early: bool = False


class YearCell(NamedTuple):
    """The head of a year, its figure at the foot, and how many of its milestones are reached.

    `note`: what the figure is compared with; `is_target`: promised, not measured.
    """

    number: int
    label: str
    focus: str
    is_now: bool
    figure: str
    note: str
    is_target: bool
    reached: int
    milestones: int

    @property
    def month(self) -> int:
        """The first month of the year."""
        return self.number * 12 - 11


RIBBON_LANES: Hook[Callable[[date], Iterable[Lane]]] = Hook(
    "programs.ribbon_lanes", "Called with today's date of the scope's city. Gives further bars for the five years."
)


def month_number(starts_on: date, day: date) -> int:
    """In which of the sixty months (1 to 60) the day lies; the nearest one for a day outside."""
    return max(1, min(MONTHS, _months_between(starts_on, day) + 1))


def split_today(starts_on: date, ends_on: date, today: date, label: str = "") -> list[Span]:
    """What is behind today, and what lies ahead. What goes on beyond today is in progress, not done."""
    cut = max(starts_on, min(today, ends_on))
    spans = [Span(starts_on, cut, "now" if cut < ends_on else "done", label), Span(cut, ends_on, "", label)]
    return [span for span in spans if span.starts_on < span.ends_on]


def divide_span(starts_on: date, ends_on: date, parts: int) -> list[tuple[date, date]]:
    """The time between two days in equal parts; nothing when there is none."""
    days = (ends_on - starts_on).days
    if days < parts or parts < 1:
        return []
    cuts = [starts_on + timedelta(days=days * n // parts) for n in range(parts + 1)]
    return list(pairwise(cuts))


def place_spans(starts_on: date, spans: Iterable[Span]) -> list[Piece]:
    """The spans on whole months, one behind the other, each of at least one; what lies outside is left out."""
    placed, free = [], 1
    for span in spans:
        if _months_between(starts_on, span.ends_on) < 0 or _months_between(starts_on, span.starts_on) >= MONTHS:
            continue
        first = max(free, month_number(starts_on, span.starts_on))
        # What ends in the last third of a month fills that month: there the line of today stands at its end too.
        after = min(MONTHS, _months_between(starts_on, span.ends_on + LAST_THIRD)) + 1
        length = max(1, min(after, MONTHS + 1) - first)
        if first <= MONTHS:
            placed.append(Piece(first, length, span))
            free = first + length
    return placed


def free_month(month: int, taken: set[int], *, step: int = 1) -> int:
    """The month itself, or the next one (before it with a `step` of -1) that no bead has taken; it is taken now.

    Where none is left on that side it is the nearest one on the other.
    """
    after, before = range(month, MONTHS + 1), range(month, 0, -1)
    ways = (*after, *before) if step > 0 else (*before, *after)
    found = next((one for one in ways if one not in taken), month)
    taken.add(found)
    return found


def _months_between(starts_on: date, day: date) -> int:
    return (day.year - starts_on.year) * 12 + day.month - starts_on.month
