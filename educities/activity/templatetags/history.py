"""What happened to a row, as sentences."""

from typing import Any

from django import template

from educities.activity.models import AuditEntry
from educities.activity.sentences import sentence

register = template.Library()


@register.inclusion_tag("kit/_history.html")
def history(row: Any, most: int = 20) -> dict[str, Any]:
    """`{% history lab %}`: the last entries about this row, with the reasons people gave; for those who lead it. One query."""
    entries = AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk))[:most]
    lines = [{"sentence": sentence(e.verb, e.target_type, e.data), "at": e.at, "reason": e.reason} for e in entries]
    return {"entries": lines}
