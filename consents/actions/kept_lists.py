"""A list of people without mail is taken back: each of them is removed from the city."""

from typing import NamedTuple

from django.db import transaction

from consents.actions.erasure import erase_kept_person
from consents.actions.leaving_checks import describe_why_not_removed
from educities.accounts.models import User
from stakeholders.models import Profile
from stakeholders.queries.kept_lists import find_list_of


class TakenBack(NamedTuple):
    """Whom a list's way back has removed, by number, and who stays."""

    removed: list[int]
    stays: list[Profile]


def split_list(profile: Profile, actor: User) -> TakenBack:
    """Who of the list would be removed by this person now, and who stays: whom others keep, or who is needed here."""
    people = list(find_list_of(profile))
    free = [
        one.pk
        for one in people
        if actor.has_perm("stakeholders.change_profile", one) and not describe_why_not_removed(one)
    ]
    return TakenBack(free, [one for one in people if one.pk not in free])


@transaction.atomic
def erase_kept_list(profile: Profile, *, actor: User, reason: str) -> TakenBack:
    """Everybody who was added in one list with this person is removed, as one by one: all who can be."""
    split = split_list(profile, actor)
    for person in Profile.objects.filter(pk__in=split.removed).order_by("pk"):
        erase_kept_person(person, actor=actor, reason=reason)
    return split
