"""The columns of a pasted list of people, as its heading names them, and what stands in the place of an address."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from educities.kit.fields import holds_any_ending
from stakeholders.imports.columns import COLUMNS
from stakeholders.imports.people_headings import NAME_HEADINGS, PEOPLE_HEADINGS, PLACE_HEADINGS
from stakeholders.values import normalise_text

SEPARATORS = re.compile(r"[\t;|,،؛]")
MAIL_HEADINGS = ("email", "e-mail", "mail", "email address", "דואל", "البريد", "ايميل", *COLUMNS["email"][1])
SECTOR_HEADINGS = ("sectors", *COLUMNS["sector"][1])
PHONE_HEADINGS = ("phones", "mobile", "cell", "tel", "טלפונים", "טלפון נייד", "נייד", *COLUMNS["phone"][1])
# What people write where there is nothing to write.
NO_ADDRESS_WORDS = (
    *(
        "none",
        "no",
        "no email",
        "no mail",
        "no address",
        "without",
        "without email",
        "unknown",
        "not known",
        "n/a",
        "na",
        "nil",
    ),
    *(
        "אין",
        "אין מייל",
        "אין אימייל",
        "אין כתובת",
        "בלי",
        "בלי מייל",
        "ללא",
        "ללא מייל",
        "לא ידוע",
        "לא ידועה",
        "לא קיים",
    ),
    *("لا يوجد", "لا توجد", "ليس له", "ليس لها", "بدون", "بدون بريد", "غير معروف", "غير معروفة", "لا أعرف"),
)
# An @ in words or with blanks around it, and runs of letters, figures and signs that stand in addresses and in no name.
BROKEN_ADDRESS = re.compile(
    r"@|[(\[{]\s*at\s*[)\]}]|\bat\b.*\bdot\b|שטרודל|כרוכית|(?<![a-z0-9])[a-z0-9]+(?:[-._][a-z0-9]+){2,}|[a-z0-9]_[a-z0-9]",
    re.IGNORECASE,
)


@cache
def _spell_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalise_text, words))


def says_no_address(text: str) -> bool:
    """Does the cell say in words, or by a dash, that there is no address?"""
    said = normalise_text(text)
    return bool(text.strip()) and (not said or said in _spell_words(NO_ADDRESS_WORDS))


def looks_like_address(text: str) -> bool:
    """Was an address meant by it that is not complete, or is misspelt?"""
    return bool(BROKEN_ADDRESS.search(text)) or holds_any_ending(text)


@dataclass(frozen=True)
class PeopleColumns:
    """Which columns of a list hold what. `separator`: what stands between them."""

    separator: str
    names: tuple[int, ...] = ()
    mails: tuple[int, ...] = ()
    phones: tuple[int, ...] = ()
    sectors: tuple[int, ...] = ()

    def split_line(self, line: str) -> list[str]:
        """The cells of the line; none where it is not written in columns."""
        is_quoted = self.separator != "\t" and line.count('"') % 2 == 0
        cells = next(csv.reader([line], delimiter=self.separator)) if is_quoted else line.split(self.separator)
        return [cell.strip() for cell in cells] if len(cells) > 1 else []


def pick_cells(cells: Sequence[str], columns: Iterable[int]) -> list[str]:
    """What stands in these columns of a line."""
    return [cells[column] for column in columns if column < len(cells) and cells[column]]


def is_people_heading(line: str) -> bool:
    """Does one of the cells stand above a column?"""
    known = _spell_words((*PEOPLE_HEADINGS, *MAIL_HEADINGS, *SECTOR_HEADINGS, *PHONE_HEADINGS))
    return any(normalise_text(cell) in known for cell in SEPARATORS.split(line))


def read_people_columns(heading: str, below: Iterable[str]) -> PeopleColumns | None:
    """The columns that the line names; None where it names none of names, or stands above one column alone.

    `below`: the lines under it. An “address” is one of email where one of them has an @ and nothing else is of email.
    """
    found = SEPARATORS.search(heading)
    if found is None:
        return None
    separator = "\t" if "\t" in heading else found[0]
    cells = [normalise_text(cell) for cell in heading.split(separator)]

    def list_columns(words: Iterable[str]) -> tuple[int, ...]:
        return tuple(index for index, cell in enumerate(cells) if cell in _spell_words(tuple(words)))

    mails = list_columns(MAIL_HEADINGS)
    if not mails:
        lines = [line.split(separator) for line in below]
        places = list_columns(PLACE_HEADINGS)
        mails = tuple(
            column for column in places if any("@" in cell for line in lines for cell in line[column : column + 1])
        )
    columns = PeopleColumns(
        separator, list_columns(NAME_HEADINGS), mails, list_columns(PHONE_HEADINGS), list_columns(SECTOR_HEADINGS)
    )
    return columns if columns.names else None
