"""States are a table on the model; a move is one conditional UPDATE."""

from collections.abc import Callable, Container
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

    def move(self, to: str | int, *, before: Container[Any] | None = None, **changes: Any) -> None:
        """The row is in state `to`, with `changes` written too. Raises DomainError off the table, Moved when stale.

        `before`: the states that this act begins from, where the table leads to `to` from others too: a cohort that was
        cancelled comes back to "open for members" by being reopened, never by the button of an old page.
        """
        if before is not None and self.state not in before:
            text = str(self.ALREADY.get(self.state) or _refusal_text(self, "state", self.MOVES, to))
            raise DomainError(text, code="state.not_allowed", old=str(self.state), new=str(to))
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


NameRow = Callable[[str], str]
NAME_ROW: Hook[NameRow] = Hook(
    "kit.name_row",
    "Asked when a row cannot come to a state: (label of the model, in small letters) -> what people call such a row.",
)


def move_along(row: models.Model, field: str, moves: dict[Any, set[Any]], to: str | int, **changes: Any) -> None:
    """Move `row.field` to `to` by `UPDATE ... WHERE field = old`; two stale copies cannot both move."""
    old = getattr(row, field)
    if to not in moves.get(old, ()):
        text = _refusal_text(row, field, moves, to)
        raise DomainError(text, code="state.not_allowed", old=str(old), new=str(to))
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
    column: Any = row._meta.get_field("state")
    state = _("This is not possible now. Status: %(state)s") % {"state": dict(column.flatchoices)[row.state]}
    return _done_text(row, "state", row.MOVES, to) or state


def _refusal_text(row: models.Model, field: str, moves: dict[Any, set[Any]], to: str | int) -> str:
    """What somebody is told who asks for a state out of reach: what has been done, else how it is with the thing now.

    Never the name of the state that was asked for: nobody pressed a button of that name.
    """
    if done := _done_text(row, field, moves, to):
        return done
    column: Any = row._meta.get_field(field)
    old = getattr(row, field)
    names = [name_row(row._meta.label_lower) for name_row in NAME_ROW]
    named = {"thing": names[0] if names else row._meta.verbose_name, "state": dict(column.flatchoices).get(old, old)}
    return _("This is not possible now (%(thing)s: %(state)s). Load the page again.") % named


def _done_text(row: models.Model, field: str, moves: dict[Any, set[Any]], to: str | int) -> str:
    """What was done to the row, where that is why it cannot come to `to`: it is there, past it, or at an end."""
    old = getattr(row, field)
    if old == to:
        return _already_text(row, to)
    is_past = not moves.get(old) or (_leads_to(moves, to, old) and not _leads_to(moves, old, to))
    return str(getattr(row, "ALREADY", {}).get(old, "")) if is_past else ""


def _leads_to(moves: dict[Any, set[Any]], start: Any, end: Any) -> bool:
    """Is there a way along the table from one state to the other?"""
    reached, fresh = {start}, {start}
    while fresh:
        fresh = {one for state in fresh for one in moves.get(state, ())} - reached
        reached |= fresh
    return end in reached


def _already_text(row: models.Model, to: str | int) -> str:
    text = getattr(row, "ALREADY", {}).get(to)
    return str(text or _("This was done already. Nothing was changed."))
