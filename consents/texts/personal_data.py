"""Everything that the city knows of one person, in words: for the page, and row by row for the files."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from consents.values.personal_data import (
    ACCOUNT_NUMBER,
    ADDRESSES,
    GROUPS,
    NARROWED,
    PERSONAL_DATA,
    Column,
    DataSection,
    Subject,
)
from educities.accounts.models import Person
from educities.accounts.queries import proven_addresses
from educities.kit.multilingual import join_localised
from stakeholders.models import Profile

# The page shows so many rows of a section; the file has all.
SHOWN = 5
# So many rows are in memory at a time.
CHUNK = 2000


def describe_subject(profile: Profile, reader: Person) -> Subject:
    """The person, with the addresses under which the city may know them: those that were proven, and no others."""
    addresses = proven_addresses(profile.user) if profile.user else []
    return Subject(profile, tuple(address.lower() for address in addresses), reader)


def list_sections(subject: Subject) -> list[DataSection]:
    """The sections that the reader sees: a guardian none of those that are the child's alone."""
    return [one for one in PERSONAL_DATA if not (one.is_kept_from_guardian and subject.is_read_by_guardian)]


def list_kept_titles(subject: Subject) -> list[str]:
    """What the child keeps to itself: the titles of the sections that a guardian does not see."""
    hidden = [one for one in PERSONAL_DATA if one.is_kept_from_guardian]
    return [str(one.title) for one in hidden] if subject.is_read_by_guardian else []


def find_section_rows(section: DataSection, subject: Subject) -> QuerySet[Any]:
    """The person's rows of this section in the scope's city, the latest first."""
    rows = section.model._default_manager.order_by("-pk")
    rows = section.narrow(rows, subject) if section.narrow else rows
    if section.by == ADDRESSES:
        return rows.filter(**{f"{section.person}__in": subject.addresses})
    if section.by == NARROWED:
        return rows
    key = subject.account_id if section.by == ACCOUNT_NUMBER else subject.profile.pk
    return rows.none() if key is None else rows.filter(**{section.person: key})


def read_value(row: Any, column: Column) -> Any:
    """What stands there: text, number, yes or no, day or moment; words in several languages by language; None for nothing."""
    if column.read is not None:
        value = column.read(row)
    else:
        display = getattr(row, f"get_{column.name}_display", None)
        value = display() if display else getattr(row, column.name)
    if isinstance(value, dict):
        return {code: text for code, text in value.items() if text} or None
    return str(value) if isinstance(value, Model | Promise) else value


def format_value(value: Any) -> str:
    """A value as people read it; a day with its year, because a file is read in other years."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        at = timezone.localtime(value)
        return join_localised((date_format(at, "DATE_FORMAT"), date_format(at, "TIME_FORMAT")))
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "" if value is None else str(value)


def name_language(code: str) -> str:
    """The language of this code in its own letters; the code of an unknown one."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def read_rows(section: DataSection, subject: Subject) -> Iterator[dict[str, Any]]:
    """Each row as values by the names of its columns, as it comes from the database."""
    for row in find_section_rows(section, subject).iterator(chunk_size=CHUNK):
        yield {column.name: read_value(row, column) for column in section.columns}


def write_lines(section: DataSection, row: Any) -> list[tuple[str, str]]:
    """A row as label and text, without what is empty; words in several languages are a line for each."""
    values = ((capfirst(str(column.label)), read_value(row, column)) for column in section.columns)
    lines = (line for label, value in values for line in _list_lines(label, value))
    return [(label, text) for label, text in lines if text]


def _list_lines(label: str, value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return [(label, format_value(value))]
    if len(value) == 1:
        return [(label, text) for text in value.values()]
    return [(f"{label} ({name_language(code)})", text) for code, text in value.items()]


def write_rows(section: DataSection, subject: Subject) -> Iterator[list[tuple[str, str]]]:
    """Every row as labels and texts, as it comes from the database."""
    for row in find_section_rows(section, subject).iterator(chunk_size=CHUNK):
        yield write_lines(section, row)


class ShownSection(NamedTuple):
    """A section of the page: its first rows, how many there are, and where the person puts them right."""

    section: DataSection
    rows: list[list[tuple[str, str]]]
    total: int
    url: str

    @property
    def more(self) -> int:
        """How many rows stand in the file alone."""
        return self.total - len(self.rows)


class ShownGroup(NamedTuple):
    """The sections of one part of the page that have rows."""

    title: Promise
    sections: list[ShownSection]


def show_section(section: DataSection, subject: Subject) -> ShownSection:
    """The first rows, read by one query; counted only where there are more."""
    rows = find_section_rows(section, subject)
    first = list(rows[: SHOWN + 1])
    total = len(first) if len(first) <= SHOWN else rows.count()
    leads = section.page is not None and not subject.is_read_by_guardian
    url = section.page(subject.profile) if leads and section.page else ""
    return ShownSection(section, [write_lines(section, row) for row in first[:SHOWN]], total, url)


def show_groups(subject: Subject) -> tuple[list[ShownGroup], list[str]]:
    """The page: its parts with their sections, and the titles of those in which nothing stands."""
    shown = [show_section(section, subject) for section in list_sections(subject)]
    groups = [
        ShownGroup(title, [one for one in shown if one.section.group == key and one.total])
        for key, title in GROUPS.items()
    ]
    return [group for group in groups if group.sections], [str(one.section.title) for one in shown if not one.total]
