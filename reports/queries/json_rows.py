"""Rows that travelled as JSON inside a larger answer, as what they are."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def build_rows(model: type[Row], found: Iterable[dict[str, Any]] | None) -> list[Row]:
    """The rows as instances; a field that did not travel is read when it is asked for."""
    rows = list(found or ())
    if not rows:
        return []
    fields = [field for field in model._meta.concrete_fields if field.attname in rows[0]]
    names = [field.attname for field in fields]
    return [model.from_db("default", names, [field.to_python(row[field.attname]) for field in fields]) for row in rows]
