"""Figures by groups as they may be read: without the cells that tell of few people."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from programs.models import Breakdown, Indicator
from programs.values import scoring
from programs.values.suppression import hide_cells, hide_shares
from programs.values.totals import CellRow, split_totals


@dataclass(frozen=True)
class Cell:
    """One group. `value` and `people` are None where it is hidden; `value` also where nobody is in it."""

    name: str
    value: Decimal | None
    people: int | None
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A break-down as it may be read."""

    row: Breakdown
    cells: list[Cell]

    @property
    def has_hidden(self) -> bool:
        """Is a group hidden, of which nobody may learn whether it is the lowest or the highest?"""
        return any(cell.is_hidden for cell in self.cells)

    @property
    def ends(self) -> tuple[Cell, Cell] | None:
        """The groups with the lowest and the highest figure of those shown; None with fewer than two figures."""
        known = [cell for cell in self.cells if cell.value is not None]
        if len(known) < 2:
            return None
        known.sort(key=lambda cell: (cell.value, cell.name))
        return known[0], known[-1]

    @property
    def gap(self) -> Decimal | None:
        """How far the highest figure lies above the lowest."""
        if self.ends is None:
            return None
        low, high = self.ends
        return (high.value or Decimal(0)) - (low.value or Decimal(0))


def read_table(row: Breakdown, indicator: Indicator) -> Table:
    """The table without the cells that tell of few people."""
    return Table(row, read_cells(row.cells, indicator))


def read_cells(rows: Sequence[CellRow], indicator: Indicator) -> list[Cell]:
    """The cells but for those that tell of few people: of whoever is counted, and out of others also of those who are not.

    A row that counts all groups together, which tables of an earlier time have, is no group.
    """
    groups, _totals = split_totals(rows)
    cells = [(name, counted, people if people is not None else counted) for name, counted, people in groups]
    if indicator.counts_people:
        hidden = hide_cells({name: people for name, _counted, people in cells})
    else:
        hidden = hide_shares({name: (counted, people) for name, counted, people in cells})
    return [
        Cell(name, None, None, is_hidden=True)
        if name in hidden
        else Cell(name, _compute_value(indicator, counted, people), people)
        for name, counted, people in cells
    ]


def _compute_value(indicator: Indicator, counted: int, people: int) -> Decimal | None:
    if indicator.counts_people:
        return Decimal(counted)
    return scoring.compute_share(Decimal(counted), Decimal(people), indicator.factor) if people else None


def list_tables(indicator: Indicator, *, with_drafts: bool) -> list[Table]:
    """The break-downs of an indicator by dimension, the newest school year first. One query."""
    rows = indicator.breakdowns.all() if with_drafts else indicator.breakdowns.filter(confirmed_at__isnull=False)
    return [read_table(row, indicator) for row in rows]
