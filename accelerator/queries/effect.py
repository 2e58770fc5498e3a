"""What graduates' schools carry on: initiatives of the city's model in which they are owner or partner."""

from typing import NamedTuple

from django.db.models import Q

from accelerator.models import Accelerator, Enrolment
from journeys.models import Initiative


class Effect(NamedTuple):
    """Graduates, their schools, and the initiatives that these own or carry along."""

    graduates: int
    schools: int
    initiatives: int


def find_effect(row: Accelerator) -> Effect | None:
    """In how many schools graduates teach, and what these carry; None before anybody has graduated. Two queries."""
    schools = list(row.enrolments.filter(state=Enrolment.State.GRADUATED).values_list("organisation_id", flat=True))
    if not schools:
        return None
    numbers = set(schools)
    carried = Initiative.objects.filter(Q(owner__in=numbers) | Q(partners__organisation__in=numbers))
    going = carried.exclude(state=Initiative.State.STOPPED).distinct().count()
    return Effect(len(schools), len(numbers), going)
