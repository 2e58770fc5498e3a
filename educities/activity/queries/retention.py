"""What the nightly retention took away, for the city's page and the operator."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple

from educities.activity.models import RetentionRun
from educities.kit.retention import PERIODS, Period

SHOWN_DAYS = 30


class PeriodLine(NamedTuple):
    """A kind of rows with its period, and how many went in the last month."""

    period: Period
    gone: int


def list_periods(today: date) -> list[PeriodLine]:
    """Each kind of the table, with what went of it in the scope. One query."""
    gone: Counter[str] = Counter()
    since = today - timedelta(days=SHOWN_DAYS)
    for counts in RetentionRun.objects.filter(ran_on__gt=since).values_list("counts", flat=True):
        gone.update(counts)
    return [PeriodLine(period, gone[period.code]) for period in PERIODS.values()]


def find_last_run() -> datetime | None:
    """When the nightly work was last done in the scope; None before the first night."""
    return RetentionRun.objects.order_by("-ran_at").values_list("ran_at", flat=True).first()
