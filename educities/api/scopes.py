"""What a partner's program may be allowed to do. Each app registers the scopes of its own endpoints."""

from typing import NamedTuple

from django.utils.functional import Promise

from educities.kit.hooks import Hook


class Scope(NamedTuple):
    """`code`: `<area>:read` or `<area>:write`; write does not imply read. `label`: what it allows, for the director who
    ticks it, among the others at `place`. `shows`: the apps of whose rows the event log tells only a program that has it,
    or one model of an app (`stakeholders.profile`), whose rows are this scope's alone."""

    code: str
    label: str | Promise
    place: int
    shows: tuple[str, ...] = ()


SCOPES: Hook[Scope] = Hook(
    "api.scopes",
    "What a partner's program may be allowed to do: read where a director admits one. An answer is a `Scope`.",
    key=lambda scope: scope.code,
    order=lambda scope: scope.place,
)


UNTOLD: Hook[str] = Hook(
    "api.untold",
    "Models (`app.model`) of whose rows the event log tells no partner’s program, because their number tells of few people.",
    key=str,
)


def scope_labels() -> dict[str, str | Promise]:
    """Every scope that there is, with its label, in the order in which people are shown them."""
    return {scope.code: scope.label for scope in SCOPES}


class HiddenRows(NamedTuple):
    """Of which rows a program may not be told: those of the `apps`, but for the models that are `shown`, and of the `models`."""

    apps: set[str]
    models: set[str]
    shown: set[str]


def find_hidden_rows(scopes: set[str]) -> HiddenRows:
    """What a program with these scopes may not be told of."""
    hidden = {name for scope in SCOPES if scope.code not in scopes for name in scope.shows}
    shown = {name for scope in SCOPES if scope.code in scopes for name in scope.shows}
    models = {name for name in hidden | shown if "." in name}
    untold = set(UNTOLD)
    return HiddenRows(hidden - models, hidden & models | untold, shown & models - untold)
