"""The vocabulary as lists: by its groups, and each word with how often the city uses it."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from educities.tenancy.scope import current_city_id
from stakeholders.models import Area
from stakeholders.queries.area_uses import AREA_USES
from stakeholders.values import normalise_text

Group = tuple[str, list[tuple[int, str]]]


class AreaRow(NamedTuple):
    """A word, and how many rows of the scope's city stand under it."""

    area: Area
    uses: int


def group_areas(areas: Iterable[Area]) -> list[Group]:
    """(name of the group, its areas by name), in the reader's language; areas alone, without groups. One query."""
    groups: dict[int, Group] = {group.pk: (str(group), []) for group in Area.objects.groups()}
    for area in areas:
        if area.parent_id in groups:
            groups[area.parent_id][1].append((area.pk, str(area)))
    named = sorted(groups.values(), key=lambda group: group[0])
    return [(name, sorted(rows, key=lambda row: row[1])) for name, rows in named if rows]


def own_areas() -> QuerySet[Area]:
    """The words of the scope's city, those that are offered first."""
    return Area.objects.citys_own().select_related("parent", "merged_into").order_by("retired_at", "code")


def count_each(areas: Iterable[Area]) -> list[AreaRow]:
    """The areas with their uses in the scope's city. One query for each kind of use."""
    rows = list(areas)
    counted: dict[int, int] = {}
    for use in AREA_USES if current_city_id() else ():
        for number in use.rows().filter(area__in=rows).values_list("area_id", flat=True):
            counted[number] = counted.get(number, 0) + 1
    return [AreaRow(area, counted.get(area.pk, 0)) for area in rows]


def find_same_word(label: dict[str, str], *, but: Area | None = None) -> Area | None:
    """A word that is called the same in one of these languages, in any spelling, and is offered."""
    wanted = {normalise_text(text) for text in label.values()} - {""}
    for area in Area.objects.exclude(pk=but.pk if but else None).filter(retired_at=None):
        if wanted & {normalise_text(text) for text in area.label.values()}:
            return area
    return None
