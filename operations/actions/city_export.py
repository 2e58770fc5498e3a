"""Everything that a city has, as tables that any spreadsheet opens: what is handed over when a city leaves, or asks for it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.models import City
from educities.accounts.models import User
from educities.kit.csv_cells import escape_formula
from educities.kit.data_classes import data_classes, our_models
from educities.tenancy.constraints import SharedIsolation

ROWS_AT_ONCE = 500
PEOPLE = """
    SELECT id, email, language, joined_at FROM accounts_user u
    WHERE EXISTS (SELECT FROM cities_membership m WHERE m.user_id = u.id AND m.city_id = %(city)s)
       OR EXISTS (SELECT FROM stakeholders_profile p WHERE p.user_id = u.id AND p.city_id = %(city)s)
    ORDER BY id
"""
# How files begin (PDF 1.7, JPEG, PNG, RIFF of which WebP is one, ZIP), and what they are called.
KINDS = ((b"%PDF", "pdf"), (b"\xff\xd8", "jpg"), (b"\x89PNG", "png"), (b"RIFF", "webp"), (b"PK", "zip"))


def city_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a city, by label."""
    return [
        model for model in our_models() if "city_id" in {field.attname for field in model._meta.local_concrete_fields}
    ]


def export_city(city: City, target: Path) -> dict[str, int]:
    """`target` is a ZIP with one CSV file per table of the city, of one moment; photos and scans lie in it as files.

    Passwords, tokens and link secrets are left out. Returns how many rows each table has. The file is its owner's alone.
    """
    target.touch(mode=0o600)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic("owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        archive.writestr("README.txt", _write_introduction(city))
        ours: list[type[models.Model]] = [City, *city_models()]
        counts = {model._meta.db_table: _write_model(archive, model, city) for model in ours}
        counts[User._meta.db_table] = _write_table(archive, User._meta.db_table, PEOPLE, city)
    return counts


def _write_introduction(city: City) -> str:
    parts = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            text = _(
                "All data of %(city)s: one file per table (UTF-8, one row per line). Numbers in columns whose name ends in _id "
                "refer to the column id of the table they are named after; accounts_user holds who signs in. Photos and "
                "scans are in the folder files. This holds personal data, of children too: keep it where few can reach it, "
                "and delete it when it is no longer needed."
            )
            parts.append(text % {"city": str(city)})
    return "\n\n".join(parts) + "\n"


def _write_model(archive: zipfile.ZipFile, model: type[models.Model], city: City) -> int:
    classes = data_classes(model)
    fields = [field for field in model._meta.local_concrete_fields if classes[field.name] != "secret"]
    table, key = model._meta.db_table, "id" if model is City else "city_id"
    # Words of areas that all cities share are needed to read the city's own lines.
    shared = any(isinstance(one, SharedIsolation) for one in model._meta.constraints)
    quote = connections["owner"].ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    whose = f"{key} = %(city)s" + (" OR city_id IS NULL" if shared else "")
    order = quote(str(model._meta.pk.column))
    return _write_table(archive, table, f"SELECT {names} FROM {quote(table)} WHERE {whose} ORDER BY {order}", city)


def _write_table(archive: zipfile.ZipFile, table: str, statement: str, city: City) -> int:
    """The rows of the statement, a file; a file that stands in a column lies beside it. Returns how many rows."""
    count, files = 0, []
    with connections["owner"].chunked_cursor() as cursor:
        cursor.execute(statement, {"city": city.pk})
        with archive.open(f"tables/{table}.csv", "w") as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            writer = csv.writer(text)
            for row in _read_rows(cursor):
                if not count:
                    writer.writerow([column[0] for column in cursor.description])
                writer.writerow([_write_cell(value) for value in row])
                names = [column[0] for column in cursor.description]
                files += [(row[0], names[n]) for n, value in enumerate(row) if isinstance(value, memoryview) and value]
                count += 1
            text.flush()
    for number, column in files:
        _write_file(archive, table, number, column)
    return count


def _read_rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _write_file(archive: zipfile.ZipFile, table: str, number: int, column: str) -> None:
    quote = connections["owner"].ops.quote_name
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT {quote(column)} FROM {quote(table)} WHERE id = %s", [number])
        data = bytes(cursor.fetchone()[0])
    kind = next((name for start, name in KINDS if data.startswith(start)), "bin")
    archive.writestr(f"files/{table}/{number}-{column}.{kind}", data)


def _write_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, memoryview):
        return f"{len(value)} bytes" if value else ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return escape_formula(value) if isinstance(value, str) else str(value)
