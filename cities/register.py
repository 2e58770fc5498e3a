"""A national register of localities as the fields of cities: municipalities one by one, regional councils gathered."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

MUNICIPALITIES = {"עירייה", "מועצה מקומית"}


def slug_of(name: str, code: str) -> str:
    """The name in small Latin letters; the register's code when nothing of it remains."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or f"city-{code}"


def _population(text: str) -> int | None:
    return int(float(text)) if text.strip() else None


def cities_of(rows: Iterable[dict[str, str]], only: set[str] = frozenset()) -> list[dict[str, Any]]:
    """The cities that a register names, as fields for `create_city`. `only`: names (any language) or codes."""
    councils: dict[str, dict[str, Any]] = {}
    found = []
    for row in rows:
        if row.get("municipal_status_name") in MUNICIPALITIES:
            found.append(_municipality(row))
        elif row.get("municipal_status_name"):
            _gather(councils, row)
    return [f for f in (*found, *councils.values()) if not only or only & {f["registry_code"], *f["name"].values()}]


def _municipality(row: dict[str, str]) -> dict[str, Any]:
    names = {"he": row["name"], "en": row.get("name_en", "")}
    return {
        "slug": slug_of(row.get("name_en", ""), row["id"]),
        "name": {code: name for code, name in names.items() if name},
        "registry_code": row["id"],
        "kind": "municipality",
        "language": "he",
        "population": _population(row.get("population", "")),
    }


def _gather(councils: dict[str, dict[str, Any]], row: dict[str, str]) -> None:
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
    council["population"] += _population(row.get("population", "")) or 0
