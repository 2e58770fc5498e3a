"""A national register of localities as the fields of cities: municipalities one by one, regional councils gathered."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

MUNICIPALITIES = {"עירייה", "מועצה מקומית"}
COLUMNS = {"id", "name", "municipal_status_id", "municipal_status_name"}


def slug_of(name: str, code: str) -> str:
    """The name in small Latin letters; the register's code when nothing of it remains."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or f"city-{code}"


def _parse_population(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def read_register(data: bytes) -> list[dict[str, str]]:
    """The rows of the file, in UTF-8 or the old Hebrew Windows letters. Raises ValueError that says what is wrong."""
    for encoding in ("utf-8-sig", "cp1255"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("The letters of this file cannot be read. Save it as CSV in UTF-8.")
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    lacking = COLUMNS - set(reader.fieldnames or ())
    if lacking:
        msg = f"This is no register: it lacks the columns {', '.join(sorted(lacking))}."
        raise ValueError(msg)
    return list(reader)


def cities_of(rows: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """The cities that a register names, as fields for `create_city`."""
    councils: dict[str, dict[str, Any]] = {}
    found = []
    for row in rows:
        if row["municipal_status_name"] in MUNICIPALITIES:
            found.append(_municipality_fields(row))
        elif not is_without_status(row):
            _add_to_council(councils, row)
    return [*found, *councils.values()]


def is_without_status(row: dict[str, str]) -> bool:
    """A place that is no municipality and belongs to no council."""
    return row["municipal_status_name"] not in MUNICIPALITIES and not (row["municipal_status_id"] or "").strip()


def is_called(fields: dict[str, Any], name: str) -> bool:
    """Is `name` a name of the city, in any language, or its code in the register?"""
    return name in {fields["registry_code"], *fields["name"].values()}


def _municipality_fields(row: dict[str, str]) -> dict[str, Any]:
    names = {"he": row["name"], "en": row.get("name_en", "")}
    return {
        "slug": slug_of(row.get("name_en", ""), row["id"]),
        "name": {code: name for code, name in names.items() if name},
        "registry_code": row["id"],
        "kind": "municipality",
        "language": "he",
        "population": _parse_population(row.get("population", "")),
    }


def _add_to_council(councils: dict[str, dict[str, Any]], row: dict[str, str]) -> None:
    code = f"rc-{row['municipal_status_id']}"
    council = councils.setdefault(
        code,
        {
            "slug": slug_of("", code),
            "name": {"he": row["municipal_status_name"]},
            "registry_code": code,
            "kind": "regional_council",
            "language": "he",
            "population": 0,
        },
    )
    council["population"] += _parse_population(row.get("population", "")) or 0
