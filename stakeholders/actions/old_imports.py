"""The contents of files that were read long ago are gone; what came of them stays."""

from datetime import datetime

from django.db.models import Q

from stakeholders.models import ImportRun

EMPTY: dict[str, object] = {"rows": [], "other_sheets": [], "problems": [], "numbers": [], "touched": [], "file": b""}


def forget_import_rows(before: datetime, most: int) -> int:
    """No import of before then holds a line of its file. One that can still be undone, or waits, is past that too."""
    full = ~Q(rows=[]) | ~Q(other_sheets=[]) | ~Q(problems=[]) | ~Q(touched=[]) | ~Q(file=b"")
    old = ImportRun.objects.filter(full, made_at__lt=before).order_by("pk").values("pk")[:most]
    return ImportRun.objects.filter(pk__in=old).update(**EMPTY)
