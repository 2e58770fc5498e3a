"""Tables from before the first release: their migrations were written anew, so nothing leads from there to here."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader


def unknown_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations of our apps that this database has and this version does not, as `<app>.<name>`."""
    ours = {app.rpartition(".")[2] for app in settings.OWN_APPS}
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in ours)


def refuse_unknown_history(using: str) -> None:
    """Nothing is migrated where an unknown migration was applied: raises CommandError that says how to begin anew.

    Django would take a new `0001_initial` for applied, because the old one had the same name, and leave half the tables
    out without a word.
    """
    if unknown := unknown_migrations(connections[using]):
        names = ", ".join(unknown[:3]) + (" ..." if len(unknown) > 3 else "")
        msg = (
            f"This data was made by another version of EduCities: it has migrations that this one does not know ({names}). "
            "Run it with that version. Data from before the first release cannot be carried over: `make clean` removes "
            "what `make run` keeps here, elsewhere give an empty database."
        )
        raise CommandError(msg)
