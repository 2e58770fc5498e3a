"""A person in a city."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from cities.models import City
from educities.activity.record import record
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.models import Profile


@transaction.atomic
def profile_for(
    user: Any, *, display_name: str = "", language: str | None = None, actor: Any = None, **fields: Any
) -> Profile:
    """The person's profile in the scope's city, made when there is none yet; an existing one stays as it is.

    `fields`: further columns of a new profile (`age_band`, `next_band_month`, `needs_guardian`, `neighbourhood`).
    Two calls at once leave one profile.
    """
    found = Profile.objects.filter(user=user).first()
    if found:
        return found
    values = {"display_name": display_name or gettext("Neighbour"), "language": language or user.language}
    profile, made = Profile.objects.get_or_create(user=user, defaults={**values, **fields})
    if made:
        record(verbs.PERSON_JOINED, profile, actor=actor or user, has_account=True)
    return profile


def join_city(
    user: Any, city: City, display_name: str = "", *, language: str | None = None, actor: Any = None
) -> Profile:
    """The person has a profile in `city`, whatever scope is open. For those who accepted an invitation."""
    with city_scope(city.pk):
        return profile_for(user, display_name=display_name, language=language, actor=actor)


@transaction.atomic
def add_person(
    *, display_name: str, actor: Any, managed_by: Profile | None = None, language: str = "he", **fields: Any
) -> Profile:
    """A person without an account stands in the city; `managed_by` keeps the profile for them."""
    profile = Profile.objects.create(
        display_name=display_name, language=language, managed_by=managed_by, is_placeholder=managed_by is None, **fields
    )
    record(verbs.PERSON_JOINED, profile, actor=actor, has_account=False)
    return profile


@transaction.atomic
def change_profile(profile: Profile, *, actor: Any, **values: Any) -> Profile:
    """The given lines of the profile are changed; the record names the lines, never what stands in them."""
    changed = sorted(name for name, value in values.items() if getattr(profile, name) != value)
    if not changed:
        return profile
    for name in changed:
        setattr(profile, name, values[name])
    profile.save(update_fields=changed)
    acting_for = profile.user if profile.user_id and profile.user_id != actor.pk else None
    record(verbs.PERSON_CHANGED, profile, actor=actor, acting_for=acting_for, lines=changed)
    return profile
