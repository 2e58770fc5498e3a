"""Reports that were built long ago are gone; whoever needs one asks for it anew."""

from datetime import datetime

from educities.activity.actions.retention import delete_some
from reports.models import Report


def forget_old_reports(before: datetime, most: int) -> int:
    """Old reports that are done with are gone. Returns how many."""
    done = (Report.State.READY, Report.State.FAILED)
    return delete_some(Report.objects.filter(asked_at__lt=before, state__in=done), most)
