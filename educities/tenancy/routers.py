"""Tables are made by their owner and by nobody else."""

from typing import Any

from educities.tenancy.scope import OWNER_ALIAS


class OwnerMigrates:
    """`migrate` acts through the `owner` connection only; the roles that serve people own nothing."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == OWNER_ALIAS
