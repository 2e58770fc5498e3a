"""States are a table on the model; a move is one conditional UPDATE."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError, Moved
from educities.kit.hooks import Hook


class Stateful(models.Model):
    """A model with `state` and `MOVES`; `move(to)` is the only way a state changes.

    `field` names another column for a second machine on the same row (`STAGE_MOVES` and the like use `move_along`).
    """

    state: Any
    MOVES: ClassVar[dict[Any, set[Any]]] = {}
    # What somebody is told who asks for a state in which the row is already, in words about the thing.
    ALREADY: ClassVar[dict[Any, Any]] = {}

    class Meta:
        abstract = True

    def can_move(self, to: str | int) -> bool:
        """Does the table know this move from the state in memory?"""
        return to in self.MOVES.get(self.state, ())

    def move(self, to: str | int, **changes: Any) -> None:
        """The row is in state `to`, with `changes` written too. Raises DomainError off the table, Moved when stale."""
        move_along(self, "state", self.MOVES, to, **changes)


STATE_MACHINES: Hook[type[Stateful]] = Hook(
    "kit.state_machines",
    "Every model whose rows move along a table of states; docs/states.md is drawn from them.",
    key=lambda model: model._meta.label,
)


def register_state_machines() -> None:
    """Every installed model with a table of states is known. Called once the models are loaded."""
    for model in apps.get_models():
        if issubclass(model, Stateful) and model.MOVES:
            STATE_MACHINES.register(model)


def move_along(row: models.Model, field: str, moves: dict[Any, set[Any]], to: str | int, **changes: Any) -> None:
    """Move `row.field` to `to` by `UPDATE ... WHERE field = old`; two stale copies cannot both move."""
    old = getattr(row, field)
    if old == to and to not in moves.get(old, ()):
        raise DomainError(_already_text(row, to), code="state.not_allowed", old=str(old), new=str(to))
    if to not in moves.get(old, ()):
        raise DomainError(_refused_text(row, field, to), code="state.not_allowed", old=str(old), new=str(to))
    values = {field: to, **changes}
    if not type(row)._base_manager.filter(pk=row.pk, **{field: old}).update(**values):
        text = _("Someone else changed this while you were working. Load the page again and repeat your change.")
        is_done = type(row)._base_manager.filter(pk=row.pk, **{field: to}).exists()
        raise Moved(_already_text(row, to) if is_done else text, code="state.moved")
    for name, value in values.items():
        setattr(row, name, value)


def describe_refused_move(row: Stateful, to: str) -> str:
    """Why the row cannot come to the state `to` from where it is, in a sentence; "" when it can."""
    if row.can_move(to):
        return ""
    if row.state == to:
        return _already_text(row, to)
    if text := row.ALREADY.get(row.state):
        return str(text)
    column: Any = row._meta.get_field("state")
    return _("This is not possible now. Status: %(state)s") % {"state": dict(column.flatchoices)[row.state]}


def _refused_text(row: models.Model, field: str, to: str | int) -> str:
    """What has become of the thing meanwhile, in words about it; the names of both states where it has none."""
    old = getattr(row, field)
    if field == "state" and (text := getattr(row, "ALREADY", {}).get(old)):
        return str(text)
    column: Any = row._meta.get_field(field)
    choices = dict(column.flatchoices)
    return _("You cannot change the status from “%(old)s” to “%(new)s”. Load the page again.") % {
        "old": choices.get(old, old),
        "new": choices.get(to, to),
    }


def _already_text(row: models.Model, to: str | int) -> str:
    text = getattr(row, "ALREADY", {}).get(to)
    return str(text or _("This was done already. Nothing was changed."))
