"""What a city can give and wants to learn, and who in it can already do what it wants to learn."""

from typing import Any, NamedTuple

from django.db.models import Count
from django.http import HttpRequest

from stakeholders.models import AgeBand, Organisation, StrengthClaim

MOST_NAMED = 5


class GrowthAreaMatch(NamedTuple):
    """A growth area of the city: the organisations that are good at it, the first of them named, and how many people."""

    claim: StrengthClaim
    organisations: list[Organisation]
    more: int
    people: int


def city_areas() -> tuple[list[StrengthClaim], list[StrengthClaim]]:
    """The city's own (strengths, growth areas), by their name. One query."""
    found = StrengthClaim.objects.filter(profile=None, organisation=None).select_related("area")
    claims = sorted(found, key=lambda claim: str(claim.area))
    strengths = [claim for claim in claims if claim.kind == StrengthClaim.Kind.STRENGTH]
    return strengths, [claim for claim in claims if claim.kind == StrengthClaim.Kind.GROWTH]


def match_growth_areas(growth: list[StrengthClaim]) -> list[GrowthAreaMatch]:
    """For each growth area who in the city is good at it. Two queries.

    Of people only a number, of grown-ups who let more than themselves see it.
    """
    areas = [claim.area_id for claim in growth]
    seen = [StrengthClaim.Visibility.TEAM, StrengthClaim.Visibility.CITY]
    strong = StrengthClaim.objects.filter(kind=StrengthClaim.Kind.STRENGTH, area__in=areas, visibility__in=seen)
    given = strong.filter(organisation__in=Organisation.objects.at_work()).select_related("organisation")
    organisations: dict[int, list[Organisation]] = {}
    for claim in given.order_by("-level", "id"):
        organisations.setdefault(claim.area_id, []).append(claim.organisation)
    told = strong.filter(profile__age_band=AgeBand.ADULT).order_by()
    people = dict(told.values_list("area").annotate(Count("pk")))
    found = ((claim, organisations.get(claim.area_id, [])) for claim in growth)
    return [
        GrowthAreaMatch(claim, all_of[:MOST_NAMED], len(all_of[MOST_NAMED:]), people.get(claim.area_id, 0))
        for claim, all_of in found
    ]


def public_areas_context(request: HttpRequest) -> dict[str, Any]:
    """What the city's public page says; nothing where nothing is written down."""
    strengths, growth = city_areas()
    return {"strengths": strengths, "growth": growth} if strengths or growth else {}
