"""After the operator has put back a backup: each city hears of when its data are, until a director has looked."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cities import verbs
from cities.models import City, Restore
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.tenancy.scope import city_scope


def announce_restore(as_of: datetime) -> int:
    """The directors of each city read that its data are as of this moment; it waits on their day. Returns how many cities."""
    cities = list(City.objects.served().order_by("pk"))
    for city in cities:
        _announce_in_city(city, as_of)
    return len(cities)


@transaction.atomic
def _announce_in_city(city: City, as_of: datetime) -> None:
    directors = [held.user for held in city.memberships.directors().select_related("user")]
    with city_scope(city.pk, city):
        row = Restore.objects.create(as_of=as_of)
        record(
            verbs.CITY_RESTORED,
            row,
            actor=None,
            notify=directors,
            url=reverse("restore", args=[city.slug, row.pk]),
            as_of=row.local_moment.isoformat(),
        )


@transaction.atomic
def look_at_restore(row: Restore, *, actor: User) -> None:
    """A director has looked at what a restore may have brought back: it waits no longer. Twice is once."""
    if Restore.objects.filter(pk=row.pk, looked_at=None).update(looked_at=timezone.now()):
        record(verbs.RESTORE_LOOKED_AT, row, actor=actor, as_of=row.local_moment.isoformat())
