"""The partner's event log: numbered after commit by one sequencer, so that a cursor misses nothing."""

from django.db import connection, transaction
from django.utils.crypto import get_random_string

from educities.activity.models import EventEpoch


def number_events(most: int = 1000) -> int:
    """Committed events without a number get the next ones of their city. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT activity_number_events(%s)", [most])
        return cursor.fetchone()[0]


def event_epoch() -> str:
    """The epoch of the scope's city; made when there is none yet."""
    row = EventEpoch.objects.first()
    if row is None:
        row, _made = EventEpoch.objects.get_or_create(defaults={"epoch": get_random_string(8).lower()})
    return row.epoch
