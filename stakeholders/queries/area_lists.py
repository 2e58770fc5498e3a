"""The vocabulary as lists: by its groups, and each word with how often the city uses it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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
    """The areas with their uses in the scope's city. One query for all kinds of use."""
    rows = list(areas)
    counted = Counter(_list_used(rows)) if rows and current_city_id() else Counter[int]()
    return [AreaRow(area, counted[area.pk]) for area in rows]


def _list_used(areas: list[Area]) -> QuerySet:
    """The number of the area of each row that stands under one of these, as often as it does."""
    used = [
        use.rows().filter(area__in=areas).order_by().values_list("area_id", flat=True)
        for use in AREA_USES
        if use.counts
    ]
    return used[0].union(*used[1:], all=True)


def find_same_word(label: Mapping[str, str], *, but: Area | None = None) -> Area | None:
    """A word that is called the same in one of these languages, in any spelling, and is offered."""
    return _find_named(label.values(), but)


def find_further_name(synonyms: Mapping[str, Collection[str]], *, but: Area | None = None) -> Area | None:
    """A word that is offered and has one of these further names as its own: whoever types it would find two. Those that
    `but` has already may stay."""
    kept = {normalise_text(text) for words in (but.synonyms if but else {}).values() for text in words}
    given = [text for words in synonyms.values() for text in words]
    return _find_named([text for text in given if normalise_text(text) not in kept], but)


def _find_named(names: Iterable[str], but: Area | None) -> Area | None:
    wanted = {normalise_text(text) for text in names} - {""}
    for area in Area.objects.exclude(pk=but.pk if but else None).filter(retired_at=None) if wanted else ():
        if wanted & {normalise_text(text) for text in area.label.values()}:
            return area
    return None
