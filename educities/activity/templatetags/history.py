"""What happened to a row, as sentences."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.utils.http import urlencode

from educities.activity.models import AuditEntry
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.kit.addresses import cached_reverse

register = template.Library()


@register.inclusion_tag("kit/_history.html")
def history(row: Model, most: int = 20) -> dict[str, Any]:
    """`{% history lab %}`: the last entries about this row, with the reasons people gave; who did it, and what it was before; for those who lead it."""
    entries = history_entries().filter(target_type=row._meta.label_lower, target_id=str(row.pk))
    return {"entries": history_lines(entries[:most])}


@register.inclusion_tag("kit/_row_history.html", takes_context=True)
def row_history(context: Context) -> dict[str, str]:
    """The way to everything that happened to the page's row, for those who may read the history of the city."""
    row, request, city = context.get("row"), context.get("request"), context.get("city")
    if request is None or city is None or not isinstance(row, Model) or not hasattr(row, "get_absolute_url"):
        return {}
    if row.get_absolute_url() != request.path or not request.user.has_perm("cities.see_audit_city", city):
        return {}
    about = urlencode({"thing": row._meta.label_lower, "row": row.pk})
    return {"url": f"{cached_reverse('history', city.slug)}?{about}"}


@register.inclusion_tag("kit/_why.html")
def why(row: Model, *verbs: str) -> dict[str, str]:
    """`{% why cohort "labs.cohort_moved" %}`: the reason of the newest of these records about the row, if one was given."""
    entries = AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk), verb__in=verbs)
    return {"reason": entries.values_list("reason", flat=True).first() or ""}


@register.inclusion_tag("kit/_ending.html")
def why_ended(row: Model, verb: str) -> dict[str, Any]:
    """`{% why_ended session "meetings.session_cancelled" %}`: why the row ended, by whom and when; nothing without a record."""
    entries = history_entries().filter(target_type=row._meta.label_lower, target_id=str(row.pk), verb=verb)
    return {"line": next(iter(history_lines(entries[:1])), None)}
