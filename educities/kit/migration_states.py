"""Constraints and indexes enter Django's picture of the models without its drawing their classes once more.

After each of them Django makes the classes of all models anew that are related to the changed one, though no class differs
but in one list of its `_meta`. On an empty database that was half of what `migrate` does.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ProjectState

LISTS = ("constraints", "indexes")
CHANGES = ("add_constraint", "remove_constraint", "alter_constraint", "add_index", "remove_index")


@contextmanager
def keep_model_classes() -> Iterator[None]:
    """Inside, states keep the drawn class of a model whose constraints or indexes change, and write them into it.

    States of before share the class, so this is for going forwards: there nobody asks the class of before for them.
    """
    with ExitStack() as stack:
        for name in CHANGES:
            stack.enter_context(patch.object(ProjectState, name, _keep_class(getattr(ProjectState, name))))
        yield


def _keep_class(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def change_state(state: Any, app_label: str, model_name: str, *args: Any) -> None:
        # Where no classes are drawn none are drawn anew.
        drawn = vars(state).pop("apps", None)
        change(state, app_label, model_name, *args)
        if drawn is not None:
            state.apps = drawn
            _write_lists(drawn.get_model(app_label, model_name)._meta, state.models[app_label, model_name].options)

    return change_state


def _write_lists(meta: Any, options: dict[str, Any]) -> None:
    """What `_meta` says of constraints and indexes is what the options of the state say."""
    meta.original_attrs.update({name: list(options.get(name, ())) for name in LISTS})
    meta.constraints = meta._format_names(options.get("constraints", ()))
    meta.indexes = meta._format_names(options.get("indexes", ()))
    vars(meta).pop("total_unique_constraints", None)
