"""Models, fields, constraints and indexes enter Django's picture of the models without its drawing the others once more.

After each of them Django makes the classes of all models anew that are related to the changed one, near and far, though
what is new is one class, one field of it, or one entry in a list of its `_meta`. On an empty database that was nine tenths
of what `migrate` does.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any
from unittest.mock import patch

from django.db.migrations import operations as kinds
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

LISTS = ("constraints", "indexes")
CHANGES = ("add_constraint", "remove_constraint", "alter_constraint", "add_index", "remove_index")

# Those whose models, fields and lists enter the drawn classes.
ADDITIONS = (
    kinds.CreateModel,
    kinds.AddField,
    kinds.AddConstraint,
    kinds.RemoveConstraint,
    kinds.AlterConstraint,
    kinds.AddIndex,
    kinds.RemoveIndex,
    kinds.RunSQL,
)
_keeping: ContextVar[bool] = ContextVar("keeping", default=False)


def may_keep_classes(operations: Iterable[Operation]) -> bool:
    """Whether these operations, here and now, leave all drawn classes in use."""
    return _keeping.get() and all(isinstance(one, ADDITIONS) for one in operations)


@contextmanager
def keep_model_classes() -> Iterator[None]:
    """Inside, states keep the drawn classes when a model or a field is added, or constraints or indexes change.

    States of before share the classes, so this is for going forwards: there nobody asks the class of before for them.
    """
    with ExitStack() as stack:
        stack.enter_context(patch.object(ProjectState, "add_model", _keep_others(ProjectState.add_model)))
        stack.enter_context(patch.object(ProjectState, "add_field", _keep_and_add(ProjectState.add_field)))
        for name in CHANGES:
            stack.enter_context(patch.object(ProjectState, name, _keep_class(getattr(ProjectState, name))))
        token = _keeping.set(True)
        stack.callback(_keeping.reset, token)
        yield


@contextmanager
def _keep_drawn(state: Any) -> Iterator[Any]:
    """Inside, the state has no classes that it could draw anew; behind it those of before. None where none were drawn."""
    drawn = vars(state).pop("apps", None)
    yield drawn
    if drawn is not None:
        state.apps = drawn


def _keep_others(add: Callable[..., None]) -> Callable[..., None]:
    """A new model is drawn alone; those that it points to learn of it as they do when a program starts."""

    @wraps(add)
    def add_model(state: Any, model_state: Any) -> None:
        with _keep_drawn(state) as drawn:
            add(state, model_state)
        if drawn is not None:
            drawn.render_multiple([model_state])

    return add_model


def _keep_and_add(add: Callable[..., None]) -> Callable[..., None]:
    """A new field enters the drawn class; nothing of it was there before, so nothing of it can be out of date."""

    @wraps(add)
    def add_field(state: Any, app_label: str, model_name: str, name: str, *args: Any) -> None:
        with _keep_drawn(state) as drawn:
            add(state, app_label, model_name, name, *args)
        if drawn is not None:
            field = state.models[app_label, model_name].fields[name].clone()
            drawn.get_model(app_label, model_name).add_to_class(name, field)
            drawn.clear_cache()

    return add_field


def _keep_class(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def change_state(state: Any, app_label: str, model_name: str, *args: Any) -> None:
        with _keep_drawn(state) as drawn:
            change(state, app_label, model_name, *args)
        if drawn is not None:
            _write_lists(drawn.get_model(app_label, model_name)._meta, state.models[app_label, model_name].options)

    return change_state


def _write_lists(meta: Any, options: dict[str, Any]) -> None:
    """What `_meta` says of constraints and indexes is what the options of the state say."""
    meta.original_attrs.update({name: list(options.get(name, ())) for name in LISTS})
    meta.constraints = meta._format_names(options.get("constraints", ()))
    meta.indexes = meta._format_names(options.get("indexes", ()))
    vars(meta).pop("total_unique_constraints", None)
