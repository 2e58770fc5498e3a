"""What has to be carried on after the five years: each app says which of its things do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from educities.kit.hooks import Hook


class Carried(NamedTuple):
    """One thing that somebody has to carry on. `number`: of its record; 0 for what is one whole."""

    number: int
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class HandoverKind:
    """One kind of things. `list_things()`: those of the scope's city that go on today, in the active language.

    `permission`: who reads their names, asked about the city; "" for whoever reads the program. `opened_by`: who opens
    the pages of things, asked in the same way.
    """

    key: str
    label: Promise
    list_things: Callable[[], Iterable[Carried]]
    order: int = 50
    permission: str = ""
    opened_by: str = ""


HANDOVER: Hook[HandoverKind] = Hook(
    "programs.handover",
    "What has to be carried on after the five years: each app gives those of its things that go on.",
    key=lambda kind: kind.key,
    order=lambda kind: kind.order,
)
