"""Files of other apps that go the same way as those of organisations: read, looked at, taken in, undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from educities.kit.hooks import Hook

# What the rows of such a file are, and where in a city its page is.
FIGURES, NATIONAL = "figures", "national"
OF_OTHER_APPS = frozenset({FIGURES, NATIONAL})


@dataclass(frozen=True)
class ImportKind:
    """What an app does with its files. Each is called with the run; `say` hears which part is done.

    `read(run, data, actor)` fills the run with a trial; `apply(run, actor=, say=)` takes in what the trial showed;
    `undo(run, actor=, reason=, say=)` takes it back. `page`: the name of the address of a file's page.
    """

    kind: str
    page: str
    read: Callable[[Any, bytes, Any], None]
    apply: Callable[..., Any]
    undo: Callable[..., Any]


IMPORT_KINDS: Hook[ImportKind] = Hook(
    "stakeholders.import_kinds",
    "Asked what becomes of a file whose rows are no organisations: reading it, taking it in, undoing it, and its page.",
    key=lambda answer: answer.kind,
)
