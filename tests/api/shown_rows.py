"""Everything that the API shows of a city, row by row, and which rows its log has named meanwhile."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import get_resolver
from rest_framework.request import Request

from educities.activity.models import Event
from educities.api.few import hide_few
from educities.api.paging import Listing, Single
from educities.api.scopes import find_hidden_rows, scope_labels
from educities.tenancy.scope import city_scope
from forum.api import SeatList
from programs.api import Annotations, render_value
from programs.api.series import NationalSeries
from programs.models import Indicator
from tests.test_urls import walk

# A row as events name it: the model, and the number.
Name = tuple[str, str]
VIEWS = [getattr(entry.callback, "view_class", None) for _route, entry in walk(get_resolver())]
# Each list of which the API has single rows too; what lies below an indicator is read with it.
LISTS: list[type[Listing]] = [view.listing for view in VIEWS if isinstance(view, type) and issubclass(view, Single)]
TABLE = {model._meta.db_table for model in apps.get_models()}
OF_INDICATORS = {f"programs_{name}" for name in ("indicatorvalue", "annotation", "nationalfigure")}
BELOW_INDICATORS = (Annotations, NationalSeries)


def read_list(kind: type[Listing], **holes: int) -> dict[Name, Any]:
    """Every row of the list, as an answer shows it."""
    listing = kind(kwargs=holes)
    rows = listing.rows(Request(HttpRequest())).order_by("-id")
    shape = kind.operations["GET"].answer._declared_fields["results"].child
    label = rows.model._meta.label_lower
    return {(label, str(row["id"])): hide_few(type(shape), listing.render_row(dict(row))) for row in list(rows)}


def list_tables(kind: type[Listing]) -> set[str]:
    """The tables of which the list is made; of those below an indicator the statement cannot be asked for by itself."""
    return TABLE.intersection(str(kind(kwargs={}).rows(Request(HttpRequest())).query).replace('"', " ").split())


def read_beside(indicator: Indicator) -> list[Any]:
    """What stands at the addresses below the indicator."""
    values = [render_value(row) for row in indicator.values.live().order_by("pk")]
    return [values, *(read_list(kind, indicator=indicator.pk) for kind in BELOW_INDICATORS)]


def read_shown(city: Any, written: set[str] | None = None) -> dict[Name, Any]:
    """Every row that partner apps can ask for; `written`: those alone that are made of one of these tables."""
    found: dict[Name, Any] = {}
    with city_scope(city.pk):
        for kind in (SeatList, *LISTS):
            if kind not in BELOW_INDICATORS and (written is None or written & list_tables(kind)):
                found |= read_list(kind)
        if written is None or written & OF_INDICATORS:
            for indicator in Indicator.objects.all():
                key = ("programs.indicator", str(indicator.pk))
                found[key] = [found.get(key), read_beside(indicator)]
    return found


def find_changed(before: dict[Name, Any], after: dict[Name, Any]) -> dict[Name, list[str]]:
    """The rows that are shown otherwise, with the members that changed; all of a row that came or went."""
    return {
        name: _changed_members(before.get(name), after.get(name))
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }


def _changed_members(old: Any, new: Any) -> list[str]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ["came" if old is None else "went" if new is None else "beside"]
    return sorted(name for name in old if old[name] != new.get(name))


def list_told(city: Any, after: int) -> set[Name]:
    """The rows of which a partner app with every scope is told behind this event."""
    hidden = find_hidden_rows(set(scope_labels()))
    with city_scope(city.pk):
        rows = Event.objects.filter(pk__gt=after).exclude(target_type__in=hidden.models)
        return set(rows.values_list("target_type", "target_id"))


def newest_event(city: Any) -> int:
    """The number of the last event; 0 before the first."""
    with city_scope(city.pk):
        return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
