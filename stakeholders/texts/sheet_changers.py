"""Who has changed the cells that a file of before says otherwise, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.activity.models import AuditEntry
from educities.activity.texts.history_rows import PastAct, list_acts
from educities.kit.day_words import format_moment

# (number of the row, name of the column)
Cell = tuple[int, str]


def find_changers(model: type[models.Model], notes: Iterable[dict[str, Any]]) -> dict[Cell, str]:
    """Of each cell that a note says is newer in the city, who changed it and when, as the history says it.

    A change of something else in the row is no answer. Where nothing is recorded nothing is said. Two queries and those for
    names, for any number of notes.
    """
    cells = {(note["pk"], note["column"]): datetime.fromisoformat(note["since"]) for note in notes if note.get("since")}
    if not cells:
        return {}
    entries = list(
        AuditEntry.objects.select_related("client__client")
        .filter(
            target_type=model._meta.label_lower,
            target_id__in=sorted({str(pk) for pk, _column in cells}),
            at__gte=min(cells.values()),
        )
        .order_by("pk")
    )
    acts = list(zip(entries, list_acts(entries), strict=True))
    return {cell: _say_act(act) for cell, since in cells.items() if (act := _find_act(cell, since, acts))}


def _find_act(cell: Cell, since: datetime, acts: list[tuple[AuditEntry, PastAct]]) -> PastAct | None:
    """The last act that changed the cell."""
    pk, column = cell
    fields = {column, column.rpartition("_")[0]}
    found = [
        act
        for entry, act in acts
        if entry.target_id == str(pk) and act.at >= since and fields & _list_fields(entry.data)
    ]
    return found[-1] if found else None


def _list_fields(data: Mapping[str, Any]) -> set[str]:
    changed = data.get("changed")
    return set(map(str, changed)) if isinstance(changed, list) else set()


def _say_act(act: PastAct) -> str:
    return _("%(who)s, %(moment)s") % {"who": act.who, "moment": format_moment(timezone.localtime(act.at))}
