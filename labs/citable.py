"""What a block of the model may rest on. Apps above this one add theirs: challenges and what residents said to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from educities.kit.hooks import Hook
from labs.models import Cohort, Learning
from stakeholders.models import StrengthClaim


@dataclass(frozen=True, slots=True)
class Citable:
    """`field` is the column of Citation; `rows(cohort)` what may be chosen; `related` what the names need."""

    field: str
    label: Promise | str
    rows: Callable[[Cohort], QuerySet]
    name: Callable[[Any], str] = str
    icon: str = "quote"


CITABLE: Hook[Citable] = Hook(
    "labs.citable",
    "The kinds of rows that a block of the city's model may rest on.",
    key=lambda source: source.field,
)


def chosen(field: str, pk: int, cohort: Cohort) -> Model | None:
    """The row, if it is among those that the cohort may cite."""
    source = CITABLE.get(field)
    return source.rows(cohort).filter(pk=pk).first() if source else None


def learnings(cohort: Cohort) -> QuerySet:
    """What the cohort's expeditions brought home, where a principle was drawn from it."""
    return Learning.objects.filter(expedition__cohort=cohort).exclude(principle="").select_related("expedition")


def strengths(cohort: Cohort) -> QuerySet:
    """Of the city and its organisations: what a person is good at is theirs to tell."""
    claims = StrengthClaim.objects.filter(kind=StrengthClaim.Kind.STRENGTH, profile=None)
    return claims.select_related("area", "organisation")


def strength_name(claim: StrengthClaim) -> str:
    """The area, and whose strength it is where it is not the city's own."""
    return f"{claim.area} · {claim.organisation}" if claim.organisation_id else str(claim.area)
