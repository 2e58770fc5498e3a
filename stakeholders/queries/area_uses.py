"""What stands under a word of the vocabulary: here strengths and growth areas, above what cohorts and challenges chose."""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from cities.models import City
from educities.kit.hooks import Hook
from educities.tenancy.scope import city_scope
from stakeholders.models import Area, AreaMerge, StrengthClaim


class AreaUse(NamedTuple):
    """`rows()`: those of the scope's city, each with its `area`. `count_text(n)`: how many there are, in words.

    `together`: the columns beside which an area stands only once; a row beside which the other word stands is not moved.
    `counts`: is a row a use of its own? Not one that follows from a row that is counted already.
    """

    key: str
    rows: Callable[[], QuerySet]
    count_text: Callable[[int], str]
    together: Collection[str] = ()
    counts: bool = True

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


class MovedRows(NamedTuple):
    """How many rows of one kind move to the other word, and how many stay because both words stand there."""

    use: AreaUse
    moves: int
    stays: int


def list_cities_of(area: Area) -> list[int]:
    """The numbers of the cities that may have something under this word."""
    return [area.city_id] if area.city_id else list(City.objects.order_by("pk").values_list("pk", flat=True))


class UsedRows(NamedTuple):
    """How many rows of one kind stand under a word."""

    use: AreaUse
    number: int


def count_uses(area: Area) -> tuple[list[UsedRows], int]:
    """What stands under the word in all cities that may have it, and in how many of them something does; numbers alone."""
    counted, cities = Counter[str](), 0
    for city in list_cities_of(area):
        with city_scope(city):
            here = Counter({use.key: use.rows().filter(area=area).count() for use in AREA_USES})
        counted, cities = counted + here, cities + bool(here.total())
    return [UsedRows(use, counted[use.key]) for use in AREA_USES if counted[use.key]], cities


def count_moves(area: Area, into: Area) -> list[MovedRows]:
    """What would move from `area` to `into`, and what would stay, in all cities that may have it."""
    counted = {use.key: MovedRows(use, 0, 0) for use in AREA_USES}
    for city in list_cities_of(area):
        with city_scope(city):
            for use in AREA_USES:
                rows, before = use.rows().filter(area=area).count(), counted[use.key]
                moves = use.list_moves(area, into).count()
                counted[use.key] = MovedRows(use, before.moves + moves, before.stays + rows - moves)
    return list(counted.values())


def count_returns(area: Area) -> list[MovedRows]:
    """What would come back to a merged word: moved then, and still under the other word."""
    counted = {use.key: MovedRows(use, 0, 0) for use in AREA_USES}
    for city in list_cities_of(area):
        with city_scope(city):
            for merge in AreaMerge.objects.filter(area=area, split_at=None):
                for use in AREA_USES:
                    moved = merge.moved.get(use.key, [])
                    back = use.list_moves(merge.into_id, area.pk).filter(pk__in=moved).count()
                    before = counted[use.key]
                    counted[use.key] = MovedRows(use, before.moves + back, before.stays + len(moved) - back)
    return list(counted.values())
