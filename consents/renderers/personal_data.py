"""Everything that the city knows of a person as JSON, for programs: its form is described in docs/personal-data-file.md."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from consents.texts.personal_data import list_kept_titles, list_sections, read_rows
from consents.values.personal_data import DataSection, Subject

# Raised when a program that reads the file would have to read it differently.
FORM = "educities.personal-data/2"


def render_json(subject: Subject) -> bytes:
    """The file: a head, then each section with its columns and rows. Days and moments are ISO 8601."""
    return "".join(_write_parts(subject)).encode()


def _write_parts(subject: Subject) -> Iterator[str]:
    """The text piece by piece; a row at a time comes from the database."""
    yield _write_json({**_describe_file(subject), "sections": []})[:-2]
    for number, section in enumerate(list_sections(subject)):
        yield ",\n" if number else "\n"
        yield from _write_section(section, subject)
    yield "\n]}"


def _describe_file(subject: Subject) -> dict[str, Any]:
    city = subject.profile.city
    return {
        "form": FORM,
        "city": {"slug": city.slug, "name": city.name},
        "person": subject.profile.pk,
        "language": get_language(),
        "made_at": timezone.now(),
        "read_by": "guardian" if subject.is_read_by_guardian else "person",
        "left_out": list_kept_titles(subject),
    }


def _write_section(section: DataSection, subject: Subject) -> Iterator[str]:
    head = {
        "key": section.key,
        "title": str(section.title),
        "why": str(section.why),
        "correction": str(section.correction),
        "columns": [{"name": column.name, "label": str(column.label)} for column in section.columns],
        "rows": [],
    }
    yield _write_json(head)[:-2]
    for number, row in enumerate(read_rows(section, subject)):
        yield ",\n" if number else "\n"
        yield _write_json(row)
    yield "]}"


def _write_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_write_plain)


def _write_plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
