"""Somebody becomes known as under 18, in whatever city: from that moment nothing pairs, shows or invites them as an adult.

Of what one city knows another learns a mark on the account alone: that it is not an adult's. Nothing is read from city to
city; in each of its cities the account's own profile loses what is open, by what that city knows itself.
"""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cities.models import City, Membership
from educities.accounts.actions import mark_minor
from educities.accounts.models import User
from educities.kit.hooks import Hook
from educities.kit.rows import lock_row
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from stakeholders.queries import find_profile

BECAME_MINOR: Hook[Callable[[Profile], None]] = Hook(
    "stakeholders.became_minor",
    "Called in each city of somebody who is known as under 18 from now on, in that city's scope and in the same "
    "transaction: (profile). What is open with adults, and what shows the person as one, ends; nobody is told why.",
)

# Why nothing is written about whoever was typed in and has said no age.
AGE_UNSAID = _(
    "It is not known yet whether this person is 18 or older. They are asked when they come to the city’s pages."
)


def are_adults(*people: Profile | None) -> bool:
    """Is each of them an adult here at this moment? They are locked, lowest number first, so that the answer holds until
    the transaction ends: who pairs, shows or invites adults asks this in the act itself.
    """
    numbers = {one.pk for one in people if one is not None}
    list(Profile.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=numbers).order_by("pk"))
    return bool(Profile.objects.grown_up().filter(pk__in=numbers).count() == len(numbers))


def has_given_age(user: User) -> bool:
    """Has the account's person said in some city whether they are 18? Each way by which a person comes by themselves asks
    it and gives a role of that city; who was typed in waits with the account's mark until they have.
    """
    return user.is_minor or (not user.is_age_unsaid and Membership.objects.filter(user=user).exists())


@transaction.atomic
def become_minor(user: User) -> None:
    """The account's person is known as under 18. Said again, nothing happens."""
    if user.is_minor:
        return
    # The people before the account, as whoever is erased locks them.
    list(_list_profiles(user))
    mark_minor(user, is_minor=True)
    for profile in _list_profiles(user):
        end_adult_parts(profile)


def end_adult_parts(profile: Profile) -> None:
    """Whatever the person has here as an adult among adults is over. In the scope of the profile's city."""
    for end in BECAME_MINOR:
        end(profile)


@transaction.atomic
def come_of_age(user: User) -> None:
    """A city knows the person as an adult now; the account's mark goes once no other one knows them as under 18."""
    if not any([profile.is_minor for profile in _list_profiles(user)]):  # noqa: C419 (each scope is closed again)
        mark_minor(user, is_minor=False)


def _list_profiles(user: User) -> Iterator[Profile]:
    """The person in each city, locked, one after the other and each in the scope of its city.

    Every city is asked: whom others typed in stands in one without having any role there.
    """
    for city in City.objects.order_by("pk"):
        with city_scope(city.pk, city):
            if profile := find_profile(user):
                yield lock_row(profile, "city", "user")
