"""By what people are found: strengths that everybody may see, organisations, roles, and groups of the apps above."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cities.models import Membership
from educities.kit.hooks import Hook
from educities.tenancy.scope import current_city_id
from stakeholders.models import Organisation, Representation, StrengthClaim
from stakeholders.queries.visibility import Sight, filter_seen_claims


class PeopleGroup(NamedTuple):
    """`list_choices()`: (number, name) of each group of the scope's city; `find_people(number)`: the numbers of the
    profiles in it, as a query.
    """

    key: str
    label: Any
    list_choices: Callable[[], Iterable[tuple[str, str]]]
    find_people: Callable[[Any], QuerySet]


PEOPLE_GROUPS: Hook[PeopleGroup] = Hook(
    "stakeholders.people_groups",
    "Groups by which the list of people is narrowed, beside name, strength, organisation and role.",
    key=lambda group: group.key,
)


def find_shown_strengths(sight: Sight) -> QuerySet[StrengthClaim]:
    """The strengths of people that a reader with this sight finds on their profiles."""
    return StrengthClaim.objects.filter(filter_seen_claims(sight), kind=StrengthClaim.Kind.STRENGTH)


def find_strong_in(area: Any, *, sight: Sight) -> QuerySet:
    """Who says of themselves that they are good at this area, as far as it is shown (`find_shown_strengths`)."""
    return find_shown_strengths(sight).filter(area=area).values("profile_id")


def find_speaking_for(name: str) -> QuerySet:
    """Who speaks today for an organisation of this name."""
    organisations = Organisation.objects.all().named(name).values("pk")
    return Representation.objects.current().filter(organisation__in=organisations).values("profile_id")


def find_holders(role: str) -> QuerySet:
    """The accounts that hold this role in the scope's city today."""
    return Membership.objects.current().filter(city=current_city_id(), role=role).values("user_id")
