"""What a milestone may be reached by: records of the city, of which each app says which of its own they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from educities.kit.hooks import Hook


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """`rows()`: the records of this kind, with what their names need; `offered`: which of them may be chosen.

    `find(text)`: the condition on those whose words hold the text. `name(row)` and `url(row)`: how a record is shown.
    """

    key: str
    label: Promise
    rows: Callable[[], QuerySet]
    offered: Q
    find: Callable[[str], Q]
    name: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()
    order: int = 50


EVIDENCE: Hook[EvidenceKind] = Hook(
    "programs.evidence",
    "By which records of the city one can see that a milestone is reached: each app registers the kinds that it keeps.",
    key=lambda kind: kind.key,
    order=lambda kind: kind.order,
)
