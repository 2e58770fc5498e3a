"""Who changed a row last."""

from django.db import models

from educities.activity.models import AuditEntry


def find_last_actor(row: models.Model) -> int | None:
    """The number of the account that the latest record about this row names; None where nobody acted."""
    about = AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk))
    return about.order_by("-pk").values_list("actor_id", flat=True).first()
