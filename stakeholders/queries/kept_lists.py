"""People without mail who were added together out of one list, and until when the list can be taken back."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from educities.accounts.models import User
from educities.activity.models import AuditEntry
from stakeholders import verbs
from stakeholders.models import Profile
from stakeholders.models.people import ProfileQuerySet
from stakeholders.queries.managed import find_kept_people

LIST_DAYS = 30


class KeptList(NamedTuple):
    """One list: when it was added, until when it can be taken back, and who of it is still kept."""

    at: datetime
    people: list[Profile]

    @property
    def until(self) -> datetime:
        """The last moment at which it can be taken back."""
        return self.at + timedelta(days=LIST_DAYS)

    @property
    def first(self) -> Profile:
        """Any of its people leads to all of them."""
        return self.people[0]


def _find_entries() -> QuerySet[AuditEntry]:
    since = timezone.now() - timedelta(days=LIST_DAYS)
    return AuditEntry.objects.filter(verb=verbs.PERSON_ADDED.code, at__gte=since, data__has_key="list")


def find_kept_lists(user: User) -> list[KeptList]:
    """The lists that this account added in the last days, the newest first, with whom it still keeps. Two queries."""
    entries = list(_find_entries().filter(actor=user).order_by("-pk"))
    kept = {str(one.pk): one for one in find_kept_people(user).filter(pk__in=[int(one.target_id) for one in entries])}
    lists: dict[str, KeptList] = {}
    for entry in entries:
        if entry.target_id in kept:
            lists.setdefault(entry.data["list"], KeptList(entry.at, [])).people.append(kept[entry.target_id])
    for one in lists.values():
        one.people.reverse()
    return list(lists.values())


def find_list_of(profile: Profile) -> ProfileQuerySet:
    """Those who were added in one list with this person, and are still without an account; nobody where it was no list, or
    its days are over.
    """
    own = _find_entries().filter(target_id=str(profile.pk)).first()
    people: ProfileQuerySet = Profile.objects.filter(user=None, merged_into=None, left_at=None)
    if own is None:
        return people.none()
    together = _find_entries().filter(actor=own.actor_id, data__list=own.data["list"])
    numbers = [int(number) for number in together.values_list("target_id", flat=True)]
    return people.filter(pk__in=numbers).select_related("managed_by__user").order_by("pk")
