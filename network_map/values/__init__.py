"""Plain types of the map: who stands on it, what ties them, and the quarters in which it grew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

# Above so many, the map shows groups, and one of them when it is opened.
MOST_DRAWN = 150
# So many quarters lie on the slider at most: three years and the running one.
MOST_QUARTERS = 13


class Quarter(NamedTuple):
    """Three months of a year, the first is 1."""

    year: int
    number: int

    @property
    def begins_on(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.following.begins_on - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def code(self) -> str:
        """As addresses and partners write it: `2026-Q4`."""
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which the day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def list_quarters(first: date | None, today: date) -> list[Quarter]:
    """From the quarter of the first day until today's, the last thirteen; today's alone without a first day."""
    found = [quarter_of(today)]
    while first and found[0].begins_on > first and len(found) < MOST_QUARTERS:
        found.insert(0, found[0].before)
    return found


@dataclass(frozen=True)
class Node:
    """One mark of the map. `key`: o, p or l and the row's number. `sector`: 0 for none. `since`: from which day on."""

    key: str
    name: str
    sector: int = 0
    since: date = date.min

    @property
    def kind(self) -> str:
        """organisation, person or lab."""
        return {"o": "organisation", "p": "person", "l": "lab"}[self.key[0]]

    @property
    def number(self) -> int:
        """The number of its row."""
        return int(self.key[1:])


@dataclass(frozen=True)
class Tie:
    """Two who are tied by one collaboration, or by a seat in a lab (`circle` is "")."""

    one: str
    other: str
    since: date
    until: date | None = None
    circle: str = ""
    area: int | None = None
    state: str = ""
    collaboration: int = 0

    @property
    def is_seat(self) -> bool:
        """A place in a lab and no collaboration."""
        return not self.collaboration

    @property
    def is_proposed(self) -> bool:
        """Somebody has not answered yet."""
        return self.state == "proposed"

    def held_in(self, quarter: Quarter) -> bool:
        """Was it there in the quarter? What was completed stays; what ended early went with its quarter."""
        return self.since <= quarter.ends_on and (self.until is None or self.until >= quarter.begins_on)


@dataclass(frozen=True)
class Network:
    """Marks and the lines between them; a line's ends are both among the marks."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    @property
    def by_key(self) -> dict[str, Node]:
        """The marks by their keys."""
        return {node.key: node for node in self.nodes}

    def cut_to(self, keys: Iterable[str]) -> "Network":
        """Only these marks, and the lines among them."""
        kept = set(keys)
        return Network(
            tuple(node for node in self.nodes if node.key in kept),
            tuple(tie for tie in self.ties if tie.one in kept and tie.other in kept),
        )

    def at_quarter(self, quarter: Quarter) -> "Network":
        """As it was in the quarter, or, in the running one, is today."""
        there = {node.key for node in self.nodes if node.since <= quarter.ends_on}
        ties = tuple(tie for tie in self.ties if tie.held_in(quarter))
        return Network(self.nodes, ties).cut_to(there)
