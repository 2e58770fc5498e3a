"""What a block of the model may rest on. Apps above this one add theirs: challenges and what residents said to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from labs.models import Cohort, Learning
from stakeholders.models import StrengthClaim

CITABLE: dict[str, "Citable"] = {}


@dataclass(frozen=True, slots=True)
class Citable:
    """`field` is the column of Citation; `rows(cohort)` what may be chosen; `related` what the names need."""

    field: str
    label: Promise | str
    rows: Callable[[Cohort], QuerySet]
    name: Callable[[Any], str] = str
    icon: str = "quote"


def citable(field: str, label: Promise | str, rows: Callable[[Cohort], QuerySet], **more: Any) -> None:
    """Blocks may cite such rows from now on."""
    CITABLE[field] = Citable(field, label, rows, **more)


def chosen(field: str, pk: int, cohort: Cohort) -> Model | None:
    """The row, if it is among those that the cohort may cite."""
    source = CITABLE.get(field)
    return source.rows(cohort).filter(pk=pk).first() if source else None


def _learnings(cohort: Cohort) -> QuerySet:
    return Learning.objects.filter(expedition__cohort=cohort).exclude(principle="").select_related("expedition")


def _strengths(cohort: Cohort) -> QuerySet:
    """Of the city and its organisations: what a person is good at is theirs to tell."""
    claims = StrengthClaim.objects.filter(kind=StrengthClaim.Kind.STRENGTH, profile=None)
    return claims.select_related("area", "organisation")


def _strength_name(claim: StrengthClaim) -> str:
    return f"{claim.area} · {claim.organisation}" if claim.organisation_id else str(claim.area)


citable("learning", _("Learning"), _learnings, name=lambda row: row.principle, icon="lightbulb")
citable("strength", _("Strength"), _strengths, name=_strength_name, icon="sparkles")
