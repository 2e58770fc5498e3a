"""What a city can give and wants to learn, and who in it can already do what it wants to learn."""

from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest

from stakeholders.models import Organisation, Profile, StrengthClaim
from stakeholders.models.visibility import Visibility
from stakeholders.queries.visibility import OF_GROWN_UP, SIGHT_OF_NOBODY, Sight, filter_seen_claims

MOST_NAMED = 5


class GrowthAreaMatch(NamedTuple):
    """A growth area of the city: the organisations and people that are good at it, the first of them named, and how many.

    `named`: those of the people whom the reader may know of; `unnamed`: how many others there are.
    """

    claim: StrengthClaim
    organisations: list[Organisation]
    more: int
    people: int
    named: list[Profile]

    @property
    def unnamed(self) -> int:
        """How many people are not named."""
        return self.people - len(self.named)


def city_areas() -> tuple[list[StrengthClaim], list[StrengthClaim]]:
    """The city's own (strengths, growth areas), by their name. One query."""
    found = StrengthClaim.objects.filter(profile=None, organisation=None).select_related("area")
    claims = sorted(found, key=lambda claim: str(claim.area))
    strengths = [claim for claim in claims if claim.kind == StrengthClaim.Kind.STRENGTH]
    return strengths, [claim for claim in claims if claim.kind == StrengthClaim.Kind.GROWTH]


def match_growth_areas(growth: list[StrengthClaim], sight: Sight = SIGHT_OF_NOBODY) -> list[GrowthAreaMatch]:
    """For each growth area who in the city is good at it. Two queries.

    Of people a number, of grown-ups who let more than themselves see it, and the names of those whose line is
    within `sight`.
    """
    areas = [claim.area_id for claim in growth]
    strong = StrengthClaim.objects.filter(kind=StrengthClaim.Kind.STRENGTH, area__in=areas)
    strong = strong.exclude(visibility=Visibility.ME)
    given = strong.filter(organisation__in=Organisation.objects.at_work()).select_related("organisation")
    organisations: dict[int, list[Organisation]] = {}
    for claim in given.order_by("-level", "id"):
        organisations.setdefault(claim.area_id, []).append(claim.organisation)
    told = strong.filter(OF_GROWN_UP)
    people: dict[int, list[Any]] = {}
    shown = told.annotate(is_seen=ExpressionWrapper(filter_seen_claims(sight), output_field=BooleanField()))
    for claim in shown.select_related("profile").order_by("-level", "id"):
        people.setdefault(claim.area_id, []).append(claim)
    found = ((claim, organisations.get(claim.area_id, []), people.get(claim.area_id, [])) for claim in growth)
    return [
        GrowthAreaMatch(claim, all_of[:MOST_NAMED], len(all_of[MOST_NAMED:]), len(good), _name_people(good))
        for claim, all_of, good in found
    ]


def _name_people(claims: list[Any]) -> list[Profile]:
    """The first of the people whose claims are seen beside their names."""
    return [claim.profile for claim in claims if claim.is_seen][:MOST_NAMED]


def public_areas_context(request: HttpRequest) -> dict[str, Any]:
    """What the city's public page says; nothing where nothing is written down."""
    strengths, growth = city_areas()
    return {"strengths": strengths, "growth": growth} if strengths or growth else {}
