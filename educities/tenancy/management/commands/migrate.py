from contextlib import nullcontext
from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from educities.kit.migration_states import keep_model_classes
from educities.tenancy.migration_history import refuse_unknown_history


class Command(DjangoMigrate):
    """Django's own, but for a database that another version has migrated: asked before Django compares histories.

    With no migration named it goes forwards alone, and draws the models more seldom.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unknown_history(options["database"])
        with nullcontext() if options.get("migration_name") else keep_model_classes():
            super().handle(*args, **options)
