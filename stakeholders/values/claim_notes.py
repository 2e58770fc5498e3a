"""What apps above say beside a strength on a person's page."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from educities.accounts.models import Person
from educities.kit.hooks import Hook

if TYPE_CHECKING:
    from stakeholders.models import Profile

CLAIM_NOTES: Hook[Callable[[Person, "Profile", Collection[str]], Mapping[int, str]]] = Hook(
    "stakeholders.claim_notes",
    "Asked what stands beside the strengths of a person for a reader who sees these levels of them: "
    "(reader, profile, levels) -> a line, by the number of the area.",
)
