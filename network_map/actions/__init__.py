"""What a person does about the map: chooses who finds them there."""

from django.db import transaction

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from network_map import verbs
from network_map.models import MapChoice
from stakeholders.actions.adulthood import are_adults
from stakeholders.models import Profile

NOBODY = ""


@transaction.atomic
def choose_level(profile: Profile, *, actor: User, level: str) -> None:
    """Whoever the level takes in finds the person on the map from now on; with "" nobody does. A minor never stands there.

    Said again, nothing changes and nothing is recorded. Raises DomainError for a minor.
    """
    profile = lock_row(profile, "city")
    if level != NOBODY and not are_adults(profile):
        raise DomainError("Children and youth are not on the map.", code="network_map.minor")
    row = MapChoice.objects.filter(profile=profile).first()
    if level == (row.level if row else NOBODY):
        return
    if level == NOBODY:
        MapChoice.objects.filter(profile=profile).delete()
    else:
        values = {"level": level, "chosen_on": profile.city.today()}
        MapChoice.objects.update_or_create(profile=profile, defaults=values)
    record(verbs.CHOSEN, profile, actor=actor)


def leave_map(profile: Profile, keep_texts: bool = False) -> None:
    """Whoever leaves the city, is erased, or turns out to be under 18, stands on no map."""
    MapChoice.objects.filter(profile=profile).delete()
