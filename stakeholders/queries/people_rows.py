"""The list of a city's people: who they are here, in one line each."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from cities.models import Membership, Role
from educities.kit.hooks import Hook
from educities.kit.multilingual import join_localised, translate_plain
from stakeholders.models import Profile, Representation
from stakeholders.queries.people_found import find_shown_strengths
from stakeholders.queries.visibility import Sight, find_neighbourhood

MOST_STRENGTHS = 2
# Of further ones a row only says how many they are: members of one cohort are often in the same others.
MOST_PARTS = 2

Participation = Callable[[Collection[int]], dict[int, list[str]]]
PARTICIPATION: Hook[Participation] = Hook(
    "stakeholders.participation",
    "Asked where people of the scope's city take part: (numbers of profiles) -> {number: names of what it is}.",
)


def find_participation(people: Collection[int]) -> dict[int, list[str]]:
    """Where these people take part, by the number of their profile, as the apps above say."""
    found: dict[int, list[str]] = {}
    for answer in PARTICIPATION:
        for number, names in answer(people).items():
            found.setdefault(number, []).extend(names)
    return found


class PersonRow(NamedTuple):
    """A person with roles in the city, organisations, where the person takes part, and up to two strengths.

    `further_parts` are those places that the row only counts.
    """

    person: Profile
    roles: list[str]
    organisations: list[str]
    takes_part: list[str]
    further_parts: list[str]
    good_at: list[str]
    neighbourhood: str = ""

    @property
    def further_names(self) -> str:
        """The places that the row only counts, as plain words."""
        return join_localised(self.further_parts)


def with_organisations_and_strengths(people: QuerySet[Profile], sight: Sight) -> QuerySet[Profile]:
    """The people with what `person_rows` reads of them, in their one query: the names of the organisations that they
    represent today, the deepest strengths that a reader with this sight finds them by (`find_shown_strengths`), and the
    codes of the roles that they have in the city today; that of a resident is everybody's.
    """
    organisations = Representation.objects.current().filter(profile=OuterRef("pk")).order_by("pk")
    shown = find_shown_strengths(sight).filter(profile=OuterRef("pk"))
    strengths = shown.order_by("-level", "pk")[:MOST_STRENGTHS]
    held = Membership.objects.current().filter(city_id=OuterRef("city_id"), user_id=OuterRef("user_id"))
    roles = held.exclude(role=Role.RESIDENT).order_by("role").values("role").distinct()
    return people.annotate(
        role_codes=ArraySubquery(roles),
        organisation_names=ArraySubquery(organisations.values("organisation__name")),
        strength_names=ArraySubquery(strengths.values("area__label")),
    )


def shown_rows(people: list[Any], sight: Sight) -> list[PersonRow]:
    """A row for each of these grown-ups, for who does not work in the city: the name, and what is shown of the
    neighbourhood and the strengths. No query."""
    return [
        PersonRow(
            person,
            [],
            [],
            [],
            [],
            [translate_plain(name) for name in person.strength_names],
            find_neighbourhood(sight, person),
        )
        for person in people
    ]


def person_rows(people: list[Any], sight: Sight) -> list[PersonRow]:
    """A row for each of these grown-ups (`with_organisations_and_strengths`), in their order. No query but what the apps
    above ask.
    """
    takes_part = find_participation([person.pk for person in people])
    return [
        PersonRow(
            person,
            [str(Role(code).label) for code in person.role_codes],
            [translate_plain(name) for name in person.organisation_names],
            takes_part.get(person.pk, [])[:MOST_PARTS],
            takes_part.get(person.pk, [])[MOST_PARTS:],
            [translate_plain(name) for name in person.strength_names],
            find_neighbourhood(sight, person),
        )
        for person in people
    ]
