"""What ends or rests with a program that ends early: each app says what becomes of its own."""

from collections.abc import Callable, Iterable
from typing import Any

from educities.kit.hooks import Hook

PROGRAM_END_EFFECTS: Hook[Callable[[Any], Iterable[str]]] = Hook(
    "programs.end_effects",
    "What becomes of an app's own when a program ends early: sentences for the page that asks before.",
)
