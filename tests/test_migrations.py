"""Migrations only add, so that the code of before goes on serving while the tables grow (docs/operations.md, "An upgrade")."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.support import APPS

# What code of before still asks for may not go, and may not change its name.
TAKING_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
# Made before the first release: there was no code of before that could write without their columns.
BEFORE_THE_FIRST_RELEASE = {"accounts.0002", "cities.0005", "cities.0006", "meetings.0004"}


def our_migrations() -> list[Any]:
    """All but the first of each app, which make the tables."""
    found = MigrationLoader(None).disk_migrations
    labels = {name.rpartition(".")[2] for name in APPS} | {"accounts", "activity", "api", "tenancy"}
    later = {(app, name): one for (app, name), one in found.items() if app in labels and not name.startswith("0001")}
    return [one for (app, name), one in sorted(later.items()) if f"{app}.{name[:4]}" not in BEFORE_THE_FIRST_RELEASE]


def on_the_tables(operations: list[Operation]) -> Iterator[Operation]:
    """What is done to the database, not to Django's picture of it alone."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from on_the_tables(operation.database_operations)
        else:
            yield operation


def is_written_without(field: models.Field) -> bool:
    """Can a row be written by code that does not know the column?"""
    is_column = field.many_to_many is not True
    return not is_column or field.null or field.has_db_default() or isinstance(field, models.GeneratedField)


@pytest.mark.parametrize("migration", our_migrations(), ids=lambda one: f"{one.app_label}.{one.name}")
def test_code_of_before_reads_and_writes_the_new_tables(migration: Any) -> None:
    done = list(on_the_tables(migration.operations))
    assert [one.describe() for one in done if isinstance(one, TAKING_AWAY)] == []
    new = {one.name_lower for one in done if isinstance(one, migrations.CreateModel)}
    added = [one for one in done if isinstance(one, migrations.AddField) and one.model_name_lower not in new]
    assert [one.describe() for one in added if not is_written_without(one.field)] == []
