from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from educities.tenancy.migration_history import refuse_unknown_history


class Command(DjangoMigrate):
    """Django's own, but for a database that another version has migrated: asked before Django compares histories."""

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unknown_history(options["database"])
        super().handle(*args, **options)
