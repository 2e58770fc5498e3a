"""From a file of figures to the figures of one authority."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from educities.kit.fields import strip_format_signs
from programs.imports.figure_cells import Cell, read_cell
from programs.imports.figure_columns import (
    MOST_VALUES,
    find_authority,
    find_years,
    guess_roles,
    list_authority_columns,
    split_keys,
)
from programs.values.flags import read_flags
from programs.values.single_years import is_single_year, read_year
from programs.values.totals import is_total_value, spell_value
from stakeholders.imports.limits import MAX_COLUMNS, MAX_ROWS_ABOVE, Table, too_wide
from stakeholders.imports.table import Sheet, cut_table

# How far behind a row of headings one stands that has none, and one that has too many cells to be looked at.
NO_HEADING, TOO_WIDE = -99, (0, -98)


class FileFigure(NamedTuple):
    """One figure of the file: `word` is what the file calls its indicator, "" where it names none."""

    word: str
    period: int
    row: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    flags: str

    @property
    def said(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Its numbers."""
        return self.value, self.numerator, self.denominator


@dataclass
class FileCounts:
    """What stands in the whole file, before anybody's rows are taken: check figures of whoever made it."""

    figures: int = 0
    gaps: int = 0
    total: Decimal = Decimal(0)
    flags: Counter[str] = field(default_factory=Counter)
    flagged_gaps: int = 0
    authorities: int = 0

    def add(self, cell: Cell) -> None:
        """One more cell is counted."""
        if cell.value is None:
            self.gaps += 1
            self.flagged_gaps += bool(cell.flags)
        else:
            self.figures += 1
            self.total += cell.value
        if cell.flags:
            self.flags[cell.flags] += 1


@dataclass
class FigureTable:
    """The table of a file: its headings, its rows with their numbers in the file, and which columns are school years.

    `has_keys`: a heading names a column and what stands beside it, as Eurostat's `geo\\time`.
    """

    headings: list[str]
    rows: Table
    numbers: list[int]
    years: dict[int, str]
    has_keys: bool = False

    def cell(self, row: Sequence[str], index: int | None) -> str:
        """The text of that column; "" where the row ends before it."""
        return row[index] if index is not None and index < len(row) else ""


def find_table_heading(sheet: Sheet, starts_in: int) -> int:
    """The index of the row that holds the headings: the first that names most of what a table of figures has."""

    def rank(index: int) -> tuple[int, int]:
        # A row that is too wide for a table is not read through: where no other names columns, it is said to be too wide.
        if len(sheet.rows[index]) > MAX_COLUMNS:
            return TOO_WIDE
        headings, _rows = split_keys(sheet.rows[index], [])
        if len(headings) > MAX_COLUMNS:
            return TOO_WIDE
        years = find_years(headings, starts_in)
        texts = [text for text in headings if text and read_cell(text).is_wrong]
        return len(guess_roles(headings, [], years)) + (2 if years else 0), -index if texts or years else NO_HEADING

    return max(range(min(len(sheet.rows), MAX_ROWS_ABOVE)), key=rank, default=0)


def read_table(sheet: Sheet, heading: int, starts_in: int) -> FigureTable:
    """The table below that row of headings. Raises DomainError where there is none."""
    table = cut_table(sheet.rows, heading)
    headings, rows = split_keys([strip_format_signs(text) for text in table[0]], table[1:])
    if len(headings) > MAX_COLUMNS:
        raise too_wide()
    has_keys = any("\\" in text for text in table[0])
    return FigureTable(headings, rows, sheet.numbers[heading + 1 :], find_years(headings, starts_in), has_keys)


def count_figures(table: FigureTable, columns: Mapping[str, int]) -> FileCounts:
    """What stands in all rows."""
    found, known = FileCounts(), dict[str, Cell]()
    indexes = list(table.years) or ([columns["value"]] if "value" in columns else [])
    for row in table.rows:
        for index in indexes:
            text = table.cell(row, index)
            if (cell := known.get(text)) is None:
                cell = known[text] = read_cell(text)
            found.add(cell)
    if (authority := columns.get("authority")) is not None:
        found.authorities = len({table.cell(row, authority) for row in table.rows})
    return found


def take_own(table: FigureTable, columns: dict[str, int], wanted: Sequence[str], chosen: int | None) -> bool:
    """The table holds the rows of the authority alone; `columns` says which column names it. False where no row does.

    A file in which no column names an authority is of the one that brings it.
    """
    found = None if chosen is None else _find_words(table, chosen, wanted)
    if found is None:
        found = find_authority(table.headings, table.rows, table.years, wanted)
    if found is None:
        return _take_unnamed(table, columns)
    columns["authority"], words = found[0], set(found[1])
    kept = [
        (row, number)
        for row, number in zip(table.rows, table.numbers, strict=True)
        if spell_value(table.cell(row, found[0])) in words
    ]
    table.rows, table.numbers = [row for row, _n in kept], [number for _row, number in kept]
    return bool(kept)


def _find_words(table: FigureTable, chosen: int, wanted: Sequence[str]) -> tuple[int, list[str]] | None:
    """The chosen column with the wanted words, where a row of it says one; None where none does: another column may."""
    words = [word for word in map(spell_value, wanted) if word]
    cells = {spell_value(text) for text in {table.cell(row, chosen) for row in table.rows}}
    return (chosen, words) if cells & set(words) else None


def _take_unnamed(table: FigureTable, columns: dict[str, int]) -> bool:
    """No row is of the authority: all rows are, where no column tells several apart; else none is, and the column that
    tells them apart is named to whoever writes which rows to take."""
    telling = [
        n
        for n in list_authority_columns(table.headings, table.years)
        if len({table.cell(row, n) for row in table.rows}) > 1
    ]
    columns.pop("authority", None)
    if telling:
        columns["authority"] = telling[0]
        table.rows, table.numbers = [], []
    return not telling


@dataclass
class Reading:
    """The figures of the rows that were taken, what could not be read, and which columns divide several rows of a year."""

    figures: list[FileFigure] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[tuple[int, str]] = field(default_factory=list)
    # The first year that stands alone, such as 2018; 0 where none does.
    plain_year: int = 0
    dividing: list[int] = field(default_factory=list)

    def say(self, row: int, code: str, value: str = "", *, year: str = "") -> None:
        """A line of the file that is not taken, and why; `year` as the file has it."""
        about = {"year": year[:40]} if year else {}
        self.problems.append({"row": row, "column": "", "code": code, "value": value[:80], **about})


def read_figures(
    table: FigureTable, columns: Mapping[str, int], only: Mapping[int, str], *, single_year: str, starts_in: int
) -> Reading:
    """Each figure of the rows that `only` leaves (`{column: value}`), also several of one school year.

    `single_year`: whether a year alone, as 2018, is the school year that "begins" or "ends" in it.
    """
    reading = Reading()
    lines = [
        (row, number)
        for row, number in zip(table.rows, table.numbers, strict=True)
        if all(spell_value(table.cell(row, index)) == spell_value(value) for index, value in only.items())
    ]
    reading.dividing = _find_dividing(table, columns, [row for row, _number in lines])
    years: dict[str, int | None] = {}
    for row, number in lines:
        word = table.cell(row, columns.get("indicator"))
        for text, figure in _read_row(table, columns, row, number, word=word, reading=reading):
            if text not in years:
                years[text] = _read_year(text, reading, single_year, starts_in)
            year = years[text]
            if year is None:
                reading.say(number, "no_year", text)
            elif figure.value is None and figure.numerator is None:
                reading.gaps.append((year, figure.flags))
            else:
                reading.figures.append(figure._replace(period=year))
    return reading


def _read_year(text: str, reading: Reading, single_year: str, starts_in: int) -> int | None:
    alone = read_year(text, starts_in=starts_in)
    if alone is not None and is_single_year(text):
        reading.plain_year = reading.plain_year or alone
    return read_year(text, single_year=single_year, starts_in=starts_in)


def _read_row(
    table: FigureTable, columns: Mapping[str, int], row: Sequence[str], number: int, *, word: str, reading: Reading
) -> Iterator[tuple[str, FileFigure]]:
    """The year's text and the figure of each cell of the row; what is no figure is said."""
    if table.years:
        for index, text in table.years.items():
            cell = read_cell(table.cell(row, index))
            if cell.is_wrong:
                reading.say(number, "no_figure", table.cell(row, index), year=text)
            else:
                yield text, FileFigure(word, 0, number, cell.value, None, None, cell.flags)
        return
    cells = [read_cell(table.cell(row, columns.get(role))) for role in ("value", "numerator", "denominator")]
    if any(cell.is_wrong for cell in cells):
        wrong = next(
            role for role, cell in zip(("value", "numerator", "denominator"), cells, strict=True) if cell.is_wrong
        )
        period = table.cell(row, columns.get("period"))
        reading.say(number, "no_figure", table.cell(row, columns.get(wrong)), year=period)
        return
    said = read_flags(table.cell(row, columns.get("flag")))
    flags = "".join(sorted(set((said or "") + "".join(cell.flags for cell in cells))))
    value, numerator, denominator = (cell.value for cell in cells)
    yield table.cell(row, columns.get("period")), FileFigure(word, 0, number, value, numerator, denominator, flags)


def _find_dividing(table: FigureTable, columns: Mapping[str, int], rows: Table) -> list[int]:
    """The columns by which rows of one indicator and year differ: of each a person says which value counts."""
    taken = {columns[role] for role in ("period", "value", "numerator", "denominator", "flag") if role in columns}
    groups: dict[tuple[str, str], list[list[str]]] = {}
    for row in rows:
        period = "" if table.years else table.cell(row, columns.get("period"))
        groups.setdefault((table.cell(row, columns.get("indicator")), period), []).append(row)
    several = [group for group in groups.values() if len(group) > 1]
    free = [n for n in range(len(table.headings)) if n not in taken and n not in table.years]
    found = [
        n for n in free if n != columns.get("indicator") and any(_has_differing(table, group, n) for group in several)
    ]
    most = max(map(len, several), default=0)
    # A column in which nearly each row says something else is no such column.
    counts = {n: len({table.cell(row, n) for row in rows}) for n in found}
    return [n for n in found if counts[n] <= MOST_VALUES and (counts[n] <= most or 2 * counts[n] <= len(rows))]


def _has_differing(table: FigureTable, group: Table, index: int) -> bool:
    return len({table.cell(row, index) for row in group}) > 1


def list_values(table: FigureTable, index: int) -> list[str]:
    """The values of a column, the most frequent first."""
    return [text for text, _n in Counter(table.cell(row, index) for row in table.rows).most_common() if text]


def guess_only(table: FigureTable, dividing: Sequence[int], wanted: Sequence[str]) -> dict[int, str]:
    """Of each dividing column the value that counts, where the file says so: the authority's own name, or all together."""
    own = {spell_value(word) for word in wanted}
    found: dict[int, str] = {}
    for index in dividing:
        values = list_values(table, index)
        telling = [text for text in values if spell_value(text) in own] or [
            text for text in values if is_total_value(text)
        ]
        if len(telling) == 1:
            found[index] = telling[0]
    return found
