"""What has been recorded once and for all."""

from collections.abc import Iterable

from educities.activity.models import AuditEntry


def find_recorded(keys: Iterable[str]) -> set[str]:
    """Those of the keys with which something was recorded in the scope's city: `record(once=key)` would write nothing.

    Asked by what is tried again each hour, so that what was told long ago is not written in vain. One query.
    """
    return set(AuditEntry.objects.filter(once__in=list(keys)).values_list("once", flat=True))
