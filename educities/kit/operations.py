"""Several operations of one migration for which Django draws its picture of the models once instead of each time.

After every single operation Django makes the classes of all models anew that are related to the changed one: of most here.
On an empty database that is nearly all of what `migrate` does.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from educities.kit.migration_states import may_keep_classes

__all__ = ["ChangeWords", "Together", "apply_together", "change_words"]


def apply_together(operations: Sequence[Operation]) -> list[Operation]:
    """The `operations` of a migration, of which none needs what another one has made of the same model."""
    return [Together(operations)]


def change_words(operations: Sequence[Operation]) -> list[Operation]:
    """The `operations` of a migration that changes words in forms alone: labels, choices, sentences of constraints."""
    return [ChangeWords(operations)]


class _Several(Operation):
    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def describe(self) -> str:
        return "; ".join(one.describe() for one in self.operations)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(one.references_model(name, app_label) for one in self.operations)


class Together(_Several):
    """Each operation is done on the database in its turn, with the models as they are before and after all of them.

    So a model that is created here comes whole: its constraints and indexes stand in its options, and no other operation
    of the group adds to it.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__(operations)
        whole = {one.name_lower for one in self.operations if isinstance(one, CreateModel)}
        twice = [one for one in self.operations if getattr(one, "model_name_lower", None) in whole]
        if twice:
            msg = f"Its model is created in the same group, with it already: {twice[0].describe()}"
            raise ValueError(msg)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if not may_keep_classes(self.operations):
            # Without drawn classes none are drawn anew; the next who asks for `state.apps` draws all of them, once.
            vars(state).pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for one in self.operations:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for one in reversed(self.operations):
            one.database_backwards(app_label, schema_editor, from_state, to_state)


class ChangeWords(_Several):
    """What no column, key or constraint of the database knows of changes (`tests/test_migrations.py` sees to it).

    So the classes that are drawn already go on serving the migrations after this one, with the words of before.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        drawn = vars(state).pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)
        if drawn is not None:
            state.apps = drawn

    def database_forwards(self, *args: Any) -> None:
        """There is nothing to do."""

    def database_backwards(self, *args: Any) -> None:
        """There is nothing to do."""
