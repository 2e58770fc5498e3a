"""What a year review is made of: each app says what its records tell of a program year."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils.functional import Promise

from educities.kit.hooks import Hook

# So many days before a year ends its review can be submitted: the forum meets before the summer.
EARLIEST_DAYS = 60


class ReviewLine(NamedTuple):
    """One line of a review, in the active language. `note`: what stands below it; `tone`: of its bead, "" for none."""

    text: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """One part of a review. `list_lines(year)`: what the records say of that program year, in the active language.

    The same lines in every language, one for one: they are written down in all of them when a review is confirmed.
    """

    key: str
    title: Promise
    list_lines: Callable[[Any], Iterable[ReviewLine]]
    order: int = 50


def find_moments(year: Any) -> tuple[datetime, datetime]:
    """From which moment to which a program year goes, by the city's clock; the last one is outside it."""
    first, after = year.starts_on, year.ends_on + timedelta(days=1)
    return datetime.combine(first, time(), year.city.zone), datetime.combine(after, time(), year.city.zone)


REVIEW_PARTS: Hook[ReviewPart] = Hook(
    "programs.review_parts",
    "What the records tell of a program year: each app gives the part of the year review that it keeps.",
    key=lambda part: part.key,
    order=lambda part: part.order,
)


class Confirmation(NamedTuple):
    """By which decision of the forum a review is confirmed: its day, and the record as `EVIDENCE` names it."""

    day: date
    kind: str
    number: int


YEAR_CONFIRMED_BY: Hook[Callable[[Any], Confirmation | None]] = Hook(
    "programs.year_confirmed_by",
    "Asked for the forum's decision by which a submitted year review is confirmed; None while there is none.",
)


class ForumAnswer(NamedTuple):
    """What the forum decided about a submitted review without the note that this confirms it, as `EVIDENCE` names it.

    `leaders`: the accounts of whoever leads the forum.
    """

    day: date
    kind: str
    number: int
    leaders: frozenset[int]


YEAR_ANSWERED_BY: Hook[Callable[[Any], ForumAnswer | None]] = Hook(
    "programs.year_answered_by",
    "Asked for the forum's decision about a year review as it was submitted, where nobody noted that it confirms the review; "
    "None while there is none.",
)


class Refusal(NamedTuple):
    """That the forum did not carry a submitted review: the day, the record as `EVIDENCE` names it, and what was said."""

    day: date
    kind: str
    number: int
    reason: str


YEAR_REFUSED_BY: Hook[Callable[[Any], list[Refusal]]] = Hook(
    "programs.year_refused_by",
    "Asked how often the forum did not carry a year review, the newest first: no page says then that it recorded nothing.",
)


@dataclass(frozen=True, slots=True)
class ReviewPrinter:
    """How a review comes on paper. `keep_pictures(year)`: what its pictures show today, in the active language, as JSON;
    `render(review, language)`: the PDF, drawn by the worker from what was kept."""

    key: str
    keep_pictures: Callable[[Any], dict[str, Any]]
    render: Callable[[Any, str], bytes]


REVIEW_PRINTERS: Hook[ReviewPrinter] = Hook(
    "programs.review_printers",
    "Draws a confirmed year review as PDF, from the pictures of the day on which it was confirmed.",
    key=lambda printer: printer.key,
)
