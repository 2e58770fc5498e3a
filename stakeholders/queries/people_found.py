"""By what people are found: strengths that everybody may see, organisations, roles, and groups of the apps above."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from cities.models import Membership
from educities.kit.hooks import Hook
from educities.tenancy.scope import current_city_id
from stakeholders.models import Area, Organisation, Representation, StrengthClaim
from stakeholders.models.people import ProfileQuerySet
from stakeholders.queries.visibility import Sight, filter_seen_claims, find_people_saying
from stakeholders.values import normalise_text

SHORT_WORD = 2


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


def find_strong_in(area: Area, *, sight: Sight) -> QuerySet:
    """Who says of themselves that they are good at this area, as far as it is shown (`find_shown_strengths`)."""
    return find_shown_strengths(sight).filter(area=area).values("profile_id")


def find_by_words(people: ProfileQuerySet, text: str, sight: Sight) -> ProfileQuerySet:
    """Those of the people in whose name, or in a line that this sight takes in, each word of `text` stands."""
    for word in normalise_text(text).split():
        people = people.filter(Q(search__contains=word) | find_people_saying(sight, word))
    return people


def find_by_words_and_areas(people: ProfileQuerySet, text: str, sight: Sight) -> ProfileQuerySet:
    """As `find_by_words`, and those of whom a strength that this sight takes in is called so. One query, if at all."""
    words = normalise_text(text).split()
    areas = list(Area.objects.values_list("pk", "label")) if words else []
    for word in words:
        called = [pk for pk, label in areas if any(begins_so(word, name) for name in label.values())]
        strong = find_shown_strengths(sight).filter(area__in=called).values("profile_id")
        said = Q(search__contains=word) | find_people_saying(sight, word)
        people = people.filter(said | Q(pk__in=strong) if called else said)
    return people


def begins_so(word: str, text: str) -> bool:
    """Does a word of the text, in one spelling, begin with this one? One or two letters begin too many."""
    return len(word) > SHORT_WORD and any(part.startswith(word) for part in normalise_text(text).split())


def find_speaking_for(name: str) -> QuerySet:
    """Who speaks today for an organisation of this name."""
    organisations = Organisation.objects.all().named(name).values("pk")
    return Representation.objects.current().filter(organisation__in=organisations).values("profile_id")


def find_holders(role: str) -> QuerySet:
    """The accounts that hold this role in the scope's city today."""
    return Membership.objects.current().filter(city=current_city_id(), role=role).values("user_id")
