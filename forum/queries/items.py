"""Items of the agenda as pages show them: with the record that each is about."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from cities.models import City
from cities.queries.week_news import may_open
from educities.accounts.models import Person, User
from educities.activity.models import AuditEntry
from educities.tenancy.scope import current_city_row
from forum.models import AgendaItem, Charter, Decision, Meeting
from forum.queries import find_working_charter
from forum.queries.statements import prefetch_statements
from forum.values import AGENDA, AgendaKind
from forum.verbs import ITEM_DROPPED

MOST_OF_THING = 5


class ShownItem(NamedTuple):
    """An item, the words for its kind, and where its record is shown; "" where there is none."""

    item: AgendaItem
    label: str
    url: str

    @property
    def decision(self) -> Decision | None:
        """What is proposed or decided about it."""
        return self.item.proposal  # type: ignore[return-value]  # the one decision of an item


def load_items(items: Iterable[AgendaItem]) -> list[ShownItem]:
    """Each item with its record. One query for each kind that any of them has."""
    rows = list(items)
    wanted: dict[str, set[int]] = {}
    for item in rows:
        if item.record_id is not None:
            wanted.setdefault(item.record_kind, set()).add(item.record_id)
    found: dict[tuple[str, int], Any] = {}
    for kind in AGENDA:
        if kind.key in wanted:
            found.update({(kind.key, row.pk): row for row in kind.rows().filter(pk__in=wanted[kind.key])})
    return [_show_item(item, found.get((item.record_kind, item.record_id or 0))) for item in rows]


def find_record(item: AgendaItem) -> tuple[AgendaKind | None, Any]:
    """The kind of the item's record and that record; None for what it has not, or what is no more."""
    kind = AGENDA.get(item.record_kind)
    return kind, kind.rows().filter(pk=item.record_id).first() if kind is not None else None


def load_shown(item: AgendaItem, reader: User, city: City) -> ShownItem:
    """The item, with the way to its record where the reader may open that."""
    shown = load_items([item])[0]
    return shown if not shown.url or may_open(reader, city, shown.url) else shown._replace(url="")


def _show_item(item: AgendaItem, record: Any) -> ShownItem:
    kind = AGENDA.get(item.record_kind)
    label = str(kind.label) if kind is not None else ""
    return ShownItem(item, label, kind.url(record) if kind is not None and record is not None else "")


def find_reason_dropped(item: AgendaItem) -> str:
    """Why the item was taken off the agenda, in the words of whoever did; "" where nobody did."""
    if item.state != AgendaItem.State.DROPPED:
        return ""
    acts = AuditEntry.objects.filter(target_type=item._meta.label_lower, target_id=str(item.pk), verb=ITEM_DROPPED.code)
    return acts.order_by("-pk").values_list("reason", flat=True).first() or ""


def list_agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What stands on the agenda of a meeting, in its order."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.with_words().filter(meeting=meeting)
    rows = rows.prefetch_related(prefetch_statements("decision__"))
    return rows.exclude(state=AgendaItem.State.DROPPED)


def list_waiting(charter: Charter) -> QuerySet[AgendaItem]:
    """What waits for a meeting, in its order."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.waiting().with_words().filter(charter=charter)
    return rows


def find_kind_of(thing: Model) -> AgendaKind | None:
    """The kind of things that this is, where such things can be sent up."""
    label = type(thing)
    return next((kind for kind in AGENDA if kind.permission and kind.rows().model is label), None)


def find_of_thing(thing: Model, reader: Person) -> dict[str, Any]:
    """What the forum has to do with a thing, for whoever may send it up or reads the forum: its items, and the way up."""
    kind = find_kind_of(thing)
    if kind is None:
        return {}
    city = current_city_row() or thing.city  # type: ignore[attr-defined]  # a row of a city
    may_send = reader.has_perm(kind.permission, thing)
    if not may_send and not reader.has_perm("forum.view_charter", city):
        return {}
    rows = AgendaItem.objects.with_words().filter(record_kind=kind.key, record_id=thing.pk).order_by("-pk")
    items = list(rows.exclude(state=AgendaItem.State.DROPPED)[:MOST_OF_THING])
    is_waiting = any(item.is_waiting and item.is_sent_up for item in items)
    can_send = may_send and not is_waiting and find_working_charter() is not None
    if not items and not can_send:
        return {}
    return {"forum_items": items, "send_record": f"{kind.key}:{thing.pk}" if can_send else ""}
