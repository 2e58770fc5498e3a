"""What a partner's program may be allowed to do. Each app registers the scopes of its own endpoints."""

from typing import NamedTuple

from django.utils.functional import Promise

from educities.kit.hooks import Hook


class Scope(NamedTuple):
    """`code`: `<area>:read` or `<area>:write`; write does not imply read. `label`: what it allows, for the director who
    ticks it, among the others at `place`. `shows`: the apps of whose rows the event log tells only a program that has it."""

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


def scope_labels() -> dict[str, str | Promise]:
    """Every scope that there is, with its label, in the order in which people are shown them."""
    return {scope.code: scope.label for scope in SCOPES}


def hidden_apps(scopes: set[str]) -> set[str]:
    """The apps of whose rows a program with these scopes may not be told."""
    return {app for scope in SCOPES if scope.code not in scopes for app in scope.shows}
