"""From a table to organisations that could be written, and what is wrong row by row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from educities.kit.fields import clean_code, strip_format_signs
from educities.kit.forms import LONGEST_LINE, LONGEST_TEXT
from educities.kit.multilingual import translate_plain
from stakeholders.imports.columns import read_field, read_sector
from stakeholders.imports.table import Table
from stakeholders.models import Organisation
from stakeholders.values import normalise_text

NAME_LENGTH, REGISTRY_LENGTH, ADDRESS_LENGTH, ABOUT_LENGTH = LONGEST_LINE, 40, 300, LONGEST_TEXT
SPACES = re.compile(r"\s+")


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
    """What there is already: normalised names, and whose a registry number is."""

    names: set[str] = field(default_factory=set)
    registry_nos: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, name: dict[str, str], registry_no: str) -> None:
        """An organisation more."""
        self.names.update(normalise_text(text) for text in name.values())
        if registry_no:
            self.registry_nos[registry_no] = name


@dataclass
class ImportPreview:
    """The outcome of a trial: rows that would be written, problems by row number and column, counts."""

    drafts: list[Organisation] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))


# From this share of equal letters on, two names may be spellings of one.
ALIKE = 0.6


def check_rows(table: Table, columns: dict[str, int], defaults: dict[str, Any], known: ExistingData) -> ImportPreview:
    """Every row of `table` under its header as a draft, or left out with a problem that says why.

    `defaults`: `sector` for rows that name none; `repeats` "leave" or "take" for names that stand twice.
    A row number counts as a spreadsheet does: the header is row 1.
    """
    out, seen = ImportPreview(), ExistingData()
    for number, cells in enumerate(table[1:], start=2):
        out.counts["rows"] += 1
        row = Row(number, cells, table[0], columns, out)
        draft = row.draft(defaults)
        if draft is not None and row.is_first(draft, seen, known, take=defaults.get("repeats") == "take"):
            out.drafts.append(draft)
            out.counts["new"] += 1
    return out


@dataclass
class Row:
    """One row being read."""

    number: int
    cells: list[str]
    header: list[str]
    columns: dict[str, int]
    out: ImportPreview

    def text(self, line: str) -> str:
        """The cell of a line without signs that nobody sees, or nothing."""
        index = self.columns.get(line)
        return strip_format_signs(self.cells[index]) if index is not None and index < len(self.cells) else ""

    def problem(self, line: str, code: str, value: str = "", *, count: str = "", **names: str) -> None:
        """The trial shows this line; `count` is raised. `names`: what the sentence of the code names."""
        index = self.columns.get(line)
        column = self.header[index] if index is not None else ""
        self.out.problems.append({"row": self.number, "column": column, "code": code, "value": value[:200], **names})
        if count:
            self.out.counts[count] += 1

    def draft(self, defaults: dict[str, Any]) -> Organisation | None:
        """The organisation of this row; None when it cannot be one."""
        name = self.words("name", NAME_LENGTH)
        sector = self.sector(defaults)
        if not name:
            self.problem("name_he" if "name_he" in self.columns else "name_ar", "name_missing")
        if not name or sector is None:
            self.out.counts["refused"] += 1
            return None
        return Organisation(
            name=name,
            sector=sector,
            field=read_field(self.text("field")),
            registry_no=clean_code(self.line("registry_no", REGISTRY_LENGTH)),
            email=self.email(),
            address=self.address(),
            about=self.words("about", ABOUT_LENGTH),
        )

    def words(self, line: str, length: int) -> dict[str, str]:
        """Text per language; a name is one line."""
        given = {lang: self.cut(f"{line}_{lang}", length) for lang in ("he", "ar", "en")}
        if line == "name":
            given = {lang: SPACES.sub(" ", text) for lang, text in given.items() if normalise_text(text)}
        return {lang: text for lang, text in given.items() if text}

    def line(self, line: str, length: int) -> str:
        """One line of text."""
        return SPACES.sub(" ", self.cut(line, length))

    def cut(self, line: str, length: int) -> str:
        text = self.text(line)
        if len(text) > length:
            self.problem(line, "too_long", text[:60])
        return text[:length]

    def address(self) -> str:
        parts = [self.line("address", ADDRESS_LENGTH), self.line("place", 80)]
        if parts[1] and parts[1] in parts[0]:
            parts.pop()
        return ", ".join(part for part in parts if part)[:ADDRESS_LENGTH]

    def sector(self, defaults: dict[str, Any]) -> int | None:
        text = self.text("sector")
        sector = read_sector(text) if text else None
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
        if not said:
            return ""
        good = [part for part in re.split(r"(?:[\s,;/|<>]|mailto:)+", said) if _is_email(part)]
        if not good:
            self.problem("email", "email_left_out", said, count="addresses_left_out")
            return ""
        if normalise_text(said) != normalise_text(good[0]):
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
        seen.add(draft.name, draft.registry_no)
        return True

    def _number_is_taken(self, draft: Organisation, seen: ExistingData, known: ExistingData) -> bool:
        number = draft.registry_no
        for place, count in ((seen, "repeated_in_file"), (known, "already_in_city")):
            if number not in place.registry_nos:
                continue
            other = place.registry_nos[number]
            if is_similar_name(draft.name, other):
                self.problem("registry_no", f"registry_no_{count}", number, count=count)
            else:
                names = {"name": translate_plain(draft.name)[:80], "other": translate_plain(other)[:80]}
                self.problem("registry_no", f"registry_no_other_{count}", number, count="number_of_another", **names)
            return True
        return False

    def _name_line(self) -> str:
        return next((line for line in ("name_he", "name_ar", "name_en") if self.text(line)), "name_he")


def is_similar_name(one: dict[str, str], other: dict[str, str]) -> bool:
    """May the two be names of one organisation? Compared language by language, however they are spelled."""
    pairs = [(normalise_text(one[lang]), normalise_text(other[lang])) for lang in one.keys() & other.keys()]
    return any(SequenceMatcher(None, *pair).ratio() >= ALIKE for pair in pairs)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def in_words(problems: list[dict[str, Any]], words: Callable[[str], Any]) -> Iterator[tuple[int, str, str, str]]:
    """(row, column, what is wrong, the cell) of each problem."""
    for problem in problems:
        yield problem["row"], problem["column"], str(words(problem["code"])) % problem, problem["value"]
