"""What stands under a word of the vocabulary: here strengths and growth areas, above what cohorts and challenges chose."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from educities.kit.hooks import Hook
from stakeholders.models import Area, StrengthClaim


class AreaUse(NamedTuple):
    """`rows()`: those of the scope's city, each with its `area`. `count_text(n)`: how many there are, in words.

    `together`: the columns beside which an area stands only once; a row beside which the other word stands is not moved.
    """

    key: str
    rows: Callable[[], QuerySet]
    count_text: Callable[[int], str]
    together: Collection[str] = ()

    def list_moves(self, area: Area | int, into: Area | int) -> QuerySet:
        """The rows under `area` beside which `into` does not stand already."""
        rows = self.rows().filter(area=area)
        if not self.together:
            return rows
        keys: dict[str, Any] = {f"_{name}": _key_of(name) for name in self.together}
        same: dict[str, Any] = {name: OuterRef(name) for name in keys}
        return rows.alias(**keys).exclude(Exists(self.rows().alias(**keys).filter(area=into, **same)))


def _key_of(name: str) -> Any:
    """The column, or 0 where nothing stands in it: nothing is equal to nothing."""
    return Coalesce(F(name), Value(0)) if name.endswith("_id") else F(name)


AREA_USES: Hook[AreaUse] = Hook(
    "stakeholders.area_uses",
    "Rows of the scope's city that stand under a word of the vocabulary, and move when it is merged into another.",
    key=lambda use: use.key,
)


def list_claims() -> QuerySet[StrengthClaim]:
    """The strengths and growth areas of the scope's city."""
    return StrengthClaim.objects.all()


def count_uses(area: Area) -> int:
    """How many rows of the scope's city stand under the word."""
    return sum(use.rows().filter(area=area).count() for use in AREA_USES)
