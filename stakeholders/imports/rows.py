"""From a table to organisations that could be written, and what is wrong row by row."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from educities.kit.fields import clean_code, strip_format_signs
from educities.kit.forms import LONGEST_LINE, LONGEST_TEXT
from educities.kit.multilingual import translate_plain
from stakeholders.imports.addresses import find_emails, is_web_address
from stakeholders.imports.choice_words import read_field, read_sector
from stakeholders.imports.columns import normalise_value
from stakeholders.imports.limits import Table
from stakeholders.imports.pasted_columns import says_no_address
from stakeholders.imports.spreadsheet import NO_RESULT
from stakeholders.imports.text_file import DAMAGED
from stakeholders.models import Field, Organisation
from stakeholders.values import normalise_number, normalise_text

NAME_LENGTH, REGISTRY_LENGTH, ADDRESS_LENGTH, ABOUT_LENGTH = LONGEST_LINE, 40, 300, LONGEST_TEXT
PHONE_LENGTH, CONTACT_LENGTH = 30, 160
SPACES = re.compile(r"\s+")
# What a spreadsheet shows where it could not compute.
CELL_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", NO_RESULT}
)
NAME_LINES = ("name_he", "name_ar", "name_en")

COUNTS = (
    "rows",
    "new",
    "repeated_in_file",
    "already_in_city",
    "number_of_another",
    "refused",
    "addresses_left_out",
    "addresses_shortened",
)


@dataclass
class ExistingData:
    """What there is already: normalised names, and whose a registry number is, by its digits alone."""

    names: set[str] = field(default_factory=set)
    registry_nos: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, name: dict[str, str], registry_no: str, *, by_number: bool = False) -> None:
        """An organisation more; `by_number`: known by that alone, for fifty thousand names are heavy."""
        if not by_number:
            self.names.update(normalise_text(text) for text in name.values())
        if number := normalise_number(registry_no):
            self.registry_nos[number] = name


@dataclass
class ImportPreview:
    """The outcome of a trial: rows that would be written, problems by row number and column, counts."""

    drafts: list[Organisation] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))


# So many rows are written together, and after so many it is said how far the reading is.
BATCH = 2000
Write = Callable[[list[Organisation]], None]
Say = Callable[[float], None]
# From this share of equal letters on, two names may be spellings of one.
ALIKE = 0.6


def check_rows(
    table: Table,
    columns: dict[str, int],
    defaults: dict[str, Any],
    known: ExistingData,
    numbers: Sequence[int] = (),
    *,
    write: Write | None = None,
    say: Say | None = None,
) -> ImportPreview:
    """Every row of `table` under its header as a draft, or left out with a problem that says why.

    `defaults`: `sector` for rows that name none; `repeats` "leave" or "take" for names that stand twice; `meanings`:
    by line, what a value of the file means.
    `numbers`: the numbers that the rows below the header have in the file; without them the header is row 1.
    `write`: given the drafts, some thousand at a time, which are not kept then. `say`: told which part of the rows is read.
    """
    out, seen = ImportPreview(), ExistingData()
    for number, cells in zip(numbers or range(2, len(table) + 1), table[1:], strict=True):
        out.counts["rows"] += 1
        row = Row(number, cells, table[0], columns, out)
        draft = row.draft(defaults)
        if draft is not None and row.is_first(draft, seen, known, take=defaults.get("repeats") == "take"):
            out.drafts.append(draft)
            out.counts["new"] += 1
        if out.counts["rows"] % BATCH == 0:
            _pass_on(out, write, say, out.counts["rows"] / len(table))
    _pass_on(out, write, say, 1)
    return out


def _pass_on(out: ImportPreview, write: Write | None, say: Say | None, part: float) -> None:
    if write is not None:
        if out.drafts:
            write(out.drafts)
        out.drafts = []
    if say is not None:
        say(part)


@dataclass
class Row:
    """One row being read."""

    number: int
    cells: list[str]
    header: list[str]
    columns: dict[str, int]
    out: ImportPreview

    def raw(self, line: str) -> str:
        """The cell of a line, or nothing."""
        index = self.columns.get(line)
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    def text(self, line: str) -> str:
        """The cell of a line without signs that nobody sees; nothing where the spreadsheet shows an error."""
        text = self.raw(line)
        return "" if text in CELL_ERRORS else strip_format_signs(text)

    def problem(self, line: str, code: str, value: str = "", *, count: str = "", **names: str) -> None:
        """The trial shows this line; `count` is raised. `names`: what the sentence of the code names."""
        index = self.columns.get(line)
        column = self.header[index] if index is not None else ""
        self.out.problems.append({"row": self.number, "column": column, "code": code, "value": value[:200], **names})
        if count:
            self.out.counts[count] += 1

    def draft(self, defaults: dict[str, Any]) -> Organisation | None:
        """The organisation of this row; None when it cannot be one."""
        if self.is_damaged():
            self.out.counts["refused"] += 1
            return None
        name = self.words("name", NAME_LENGTH)
        name_error, sector = self.has_errors(nameless=not name), self.sector(defaults)
        if not name and not name_error:
            self.problem(next((line for line in NAME_LINES if line in self.columns), "name_he"), "name_missing")
        if not name or sector is None:
            self.out.counts["refused"] += 1
            return None
        return Organisation(
            name=name,
            sector=sector,
            field=self.field(defaults),
            registry_no=clean_code(self.line("registry_no", REGISTRY_LENGTH)),
            email=self.email(),
            phone=clean_code(self.line("phone", PHONE_LENGTH)),
            website=self.website(),
            contact=self.line("contact", LONGEST_LINE)[:CONTACT_LENGTH],
            address=self.address(),
            about=self.words("about", ABOUT_LENGTH),
        )

    def is_damaged(self) -> bool:
        """Did any of the cells that are taken hold bytes that are no characters? The first such is named."""
        damaged = next((line for line in self.columns if DAMAGED in self.raw(line)), None)
        if damaged:
            self.problem(damaged, "damaged", self.raw(damaged))
        return damaged is not None

    def has_errors(self, *, nameless: bool) -> bool:
        """Each cell in which the spreadsheet shows an error is named. Is the name among them? `nameless`: no other says it."""
        lines = [line for line in self.columns if self.raw(line) in CELL_ERRORS]
        for line in lines:
            self.problem(line, "name_error" if nameless and line in NAME_LINES else "cell_error", self.raw(line))
        return any(line in NAME_LINES for line in lines)

    def meaning(self, line: str, defaults: dict[str, Any]) -> str | None:
        """What a person said that the cell's value means ("" = nothing); None when nobody said."""
        meanings: dict[str, str] = defaults.get("meanings", {}).get(line, {})
        return meanings.get(normalise_value(self.text(line))) if meanings else None

    def field(self, defaults: dict[str, Any]) -> str:
        meaning = self.meaning("field", defaults)
        return read_field(self.text("field")) if meaning is None else meaning or str(Field.OTHER)

    def words(self, line: str, length: int) -> dict[str, str]:
        """Text per language; a name is one line."""
        given = {lang: self.cut(f"{line}_{lang}", length) for lang in ("he", "ar", "en")}
        if line == "name":
            given = {lang: join_blanks(text) for lang, text in given.items() if normalise_text(text)}
        return {lang: text for lang, text in given.items() if text}

    def line(self, line: str, length: int) -> str:
        """One line of text."""
        return join_blanks(self.cut(line, length))

    def cut(self, line: str, length: int) -> str:
        text = self.text(line)
        if len(text) > length:
            self.problem(line, "too_long", text[:60])
        return text[:length]

    def website(self) -> str:
        """The address of a page when it is one, with the beginning that people leave out; else nothing and a word about it."""
        said = self.text("website")
        text = said if not said or "://" in said else f"https://{said}"
        if text and not is_web_address(text):
            self.problem("website", "website_left_out", said)
            return ""
        return text

    def address(self) -> str:
        street = f"{self.line('address', ADDRESS_LENGTH)} {self.line('house_no', 20)}".strip()
        parts = [street, self.line("place", 80)]
        if parts[1] and parts[1] in parts[0]:
            parts.pop()
        return ", ".join(part for part in parts if part)[:ADDRESS_LENGTH]

    def sector(self, defaults: dict[str, Any]) -> int | None:
        text, meaning = self.text("sector"), self.meaning("sector", defaults)
        sector = int(meaning or 0) or None if meaning is not None else read_sector(text)
        if text and sector is None:
            self.problem("sector", "sector_unknown", text)
            return None
        sector = sector or defaults.get("sector")
        if sector is None:
            self.problem("sector", "sector_missing")
        return sector

    def email(self) -> str:
        """The address when it is one; of several the first good one; else nothing and a word about it."""
        said = self.text("email")
        if not said or says_no_address(said):
            return ""
        good, count = find_emails(said)
        if not good:
            self.problem("email", "email_left_out", said, count="addresses_left_out")
            return ""
        if count > 1:
            self.problem("email", "email_first_of_several", said, count="addresses_shortened")
        return good[0]

    def is_first(self, draft: Organisation, seen: ExistingData, known: ExistingData, *, take: bool) -> bool:
        """Neither the file nor the city has this organisation already. `take`: equal names alone are no reason."""
        if draft.registry_no and self._number_is_taken(draft, seen, known):
            return False
        name = next(iter(draft.name.values()))
        for place, count in ((seen, "repeated_in_file"), (known, "already_in_city")):
            if not take and normalise_text(name) in place.names:
                self.problem(self._name_line(), f"name_{count}", name, count=count)
                return False
        seen.add(draft.name, draft.registry_no, by_number=take)
        return True

    def _number_is_taken(self, draft: Organisation, seen: ExistingData, known: ExistingData) -> bool:
        number = normalise_number(draft.registry_no)
        for place, count in ((seen, "repeated_in_file"), (known, "already_in_city")):
            if number not in place.registry_nos:
                continue
            other = place.registry_nos[number]
            if is_similar_name(draft.name, other):
                self.problem("registry_no", f"registry_no_{count}", draft.registry_no, count=count)
            else:
                names = {"name": translate_plain(draft.name)[:80], "other": translate_plain(other)[:80]}
                code = f"registry_no_other_{count}"
                self.problem("registry_no", code, draft.registry_no, count="number_of_another", **names)
            return True
        return False

    def _name_line(self) -> str:
        return next((line for line in NAME_LINES if self.text(line)), "name_he")


def join_blanks(text: str) -> str:
    """The text with single blanks: the very same where it has no others, for fifty thousand names are not kept twice."""
    joined = SPACES.sub(" ", text)
    return text if joined == text else joined


def is_similar_name(one: dict[str, str], other: dict[str, str]) -> bool:
    """May the two be names of one organisation? Compared language by language, however they are spelled."""
    pairs = [(normalise_text(one[lang]), normalise_text(other[lang])) for lang in one.keys() & other.keys()]
    return any(SequenceMatcher(None, *pair).ratio() >= ALIKE for pair in pairs)


class LineNote(NamedTuple):
    """What is said of a line of a file: its row there, the column, words, and the cell; `name`, what the line is about; `by`,
    who has changed the cell in the city, and when; `times`, in how many rows the same is so; `url`, the page of what came of
    it."""

    row: int | str
    column: str
    words: str
    value: str
    name: str = ""
    by: str = ""
    times: int = 1
    url: str = ""


def in_words(problems: list[dict[str, Any]], words: Callable[[str], Any]) -> Iterator[LineNote]:
    """What is wrong, of each problem."""
    for problem in problems:
        yield LineNote(problem["row"], problem["column"], str(words(problem["code"])) % problem, problem["value"])
