"""Two words become one, and one becomes two again: of a city, or of the network in all its cities."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import invalidate_public_pages
from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.actions.area_news import tell_city
from stakeholders.models import Area, AreaMerge
from stakeholders.queries.area_uses import AREA_USES, AreaUse, list_cities_of


@contextmanager
def scope_of_area(area: Area) -> Iterator[None]:
    """Inside, the area can be written: in its city's scope, or, for the network's, in none."""
    with city_scope(area.city_id):
        yield


@transaction.atomic
def merge_areas(area: Area, into: Area, *, actor: User | None, reason: str = "") -> Area:
    """What stood under `area` stands under `into`, wherever both did not stand already; `area` is offered no more.

    A word of the network is merged in all cities: in each of them where something moves the history says so, and whoever
    named it and the directors read `reason`. What moved is kept, so that `split_area` brings it back. Raises
    DomainError where one of the two cannot be merged so.
    """
    with scope_of_area(area):
        area, into = _lock_pair(area, into)
        _check_merge(area, into)
        area.merged_into, area.retired_at, area.changed_at = into, timezone.now(), timezone.now()
        area.save(update_fields=["merged_into", "retired_at", "changed_at"])
        if not area.is_own:
            named = {"title": area.label, "into": into.label, "area": area.code}
            record(verbs.AREA_MERGED, area, actor=actor, reason=reason, **named)
    for city in City.objects.filter(pk__in=list_cities_of(area)):
        with city_scope(city.pk):
            moved = {use.key: _move_rows(use, area, into) for use in AREA_USES}
            if area.is_own or any(moved.values()):
                AreaMerge.objects.create(area=area, into=into, moved={key: ids for key, ids in moved.items() if ids})
                said: dict[str, Any] = {"reason": reason, "claims": moved.get("claims", ()), "into": into.label}
                tell_city(verbs.AREA_MERGED, area, city, actor=actor, **said)
                invalidate_public_pages(city)
    return area


@transaction.atomic
def split_area(area: Area, *, actor: User) -> Area:
    """The word stands by itself again, with what moved when it was merged and still stands under the other word."""
    with scope_of_area(area):
        area = Area.objects.select_for_update().get(pk=area.pk)
        if area.merged_into is None:
            raise DomainError(_("This area stands by itself already."), code="stakeholders.area_not_merged")
        into = area.merged_into
        area.merged_into, area.retired_at = None, None
        area.save(update_fields=["merged_into", "retired_at"])
        if not area.is_own:
            named = {"title": area.label, "into": into.label, "area": area.code}
            record(verbs.AREA_SPLIT, area, actor=actor, **named)
    for city in City.objects.filter(pk__in=list_cities_of(area)):
        with city_scope(city.pk):
            for merge in AreaMerge.objects.select_for_update().filter(area=area, split_at=None):
                claims = _move_back(merge, area, into)
                tell_city(verbs.AREA_SPLIT, area, city, actor=actor, claims=claims, into=into.label)
                invalidate_public_pages(city)
    return area


def _move_rows(use: AreaUse, area: Area, into: Area) -> list[int]:
    numbers = list(use.list_moves(area, into).values_list("pk", flat=True))
    use.rows().filter(pk__in=numbers).update(area=into)
    return numbers


def _move_back(merge: AreaMerge, area: Area, into: Area) -> list[int]:
    """Returns the numbers of the strengths and growth areas that are back."""
    claims: list[int] = []
    for use in AREA_USES:
        numbers = merge.moved.get(use.key, [])
        back = list(use.list_moves(into, area).filter(pk__in=numbers).values_list("pk", flat=True))
        use.rows().filter(pk__in=back).update(area=area)
        claims = back if use.key == "claims" else claims
    merge.split_at = timezone.now()
    merge.save(update_fields=["split_at"])
    return claims


def _lock_pair(area: Area, into: Area) -> tuple[Area, Area]:
    """Both as they are now. They are locked in the order of their numbers, so that no two merges wait for each other."""
    rows: Iterable[Area] = Area.objects.select_for_update().filter(pk__in=[area.pk, into.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2 and area.pk != into.pk:
        raise DomainError(_("One of the two areas is no longer there."), code="stakeholders.area_gone")
    return found[area.pk], found[into.pk]


def _check_merge(area: Area, into: Area) -> None:
    """A group, and what is merged already, can be merged with nothing; nor a quality with a skill."""
    refusals = (
        (area.pk == into.pk, _("Choose a different area: this is the same one.")),
        (area.merged_into_id is not None, _("This area was already merged into another one.")),
        (into.retired_at is not None, _("“%(name)s” is no longer offered. Choose another area.") % {"name": into}),
        (area.parent_id is None or into.parent_id is None, _("A group of areas cannot be merged.")),
        (area.use != into.use, _("One is something to learn, the other a way of being. They cannot be merged.")),
        (Area.objects.filter(merged_into=area).exists(), _describe_why_not_chained(area)),
    )
    for is_so, text in refusals:
        if is_so:
            raise DomainError(text, field="into", code="stakeholders.area_merge")


def _describe_why_not_chained(area: Area) -> str:
    text = _("Another area was merged into “%(name)s”. Split that one first.")
    return text % {"name": area}
