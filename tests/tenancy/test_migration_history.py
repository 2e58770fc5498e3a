"""Data of a version whose migrations are not these is refused in words, before anything is changed."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from educities.tenancy.migration_history import refuse_unknown_history, unknown_migrations

pytestmark = pytest.mark.django_db


def test_this_versions_own_tables_are_fine():
    assert unknown_migrations(connection) == []
    refuse_unknown_history("default")


def test_a_migration_of_ours_that_is_not_there_any_more_stops_migrate():
    MigrationRecorder(connection).record_applied("challenges", "0002_of_another_version")
    with pytest.raises(CommandError, match=r"challenges\.0002_of_another_version.*make clean"):
        call_command("migrate", database="default")


def test_migrations_of_packages_are_their_own_business():
    MigrationRecorder(connection).record_applied("sessions", "0009_of_another_version")
    assert unknown_migrations(connection) == []
