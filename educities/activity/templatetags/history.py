"""What happened to a row, as sentences."""

from typing import Any

from django import template
from django.db.models import Model

from educities.activity.models import AuditEntry
from educities.activity.texts.sentences import record_sentence

register = template.Library()


@register.inclusion_tag("kit/_history.html")
def history(row: Model, most: int = 20) -> dict[str, Any]:
    """`{% history lab %}`: the last entries about this row, with the reasons people gave; for those who lead it. One query."""
    entries = AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk))[:most]
    lines = [
        {"sentence": record_sentence(e.verb, e.target_type, e.data), "at": e.at, "reason": e.reason} for e in entries
    ]
    return {"entries": lines}


@register.inclusion_tag("kit/_why.html")
def why(row: Model, *verbs: str) -> dict[str, str]:
    """`{% why cohort "labs.cohort_moved" %}`: the reason of the newest of these records about the row, if one was given."""
    entries = AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk), verb__in=verbs)
    return {"reason": entries.values_list("reason", flat=True).first() or ""}
