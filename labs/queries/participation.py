"""In which cohorts people are."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from educities.kit.multilingual import translate_plain
from educities.tenancy.kept_queries import Given, KeptQuery
from labs.models import Cohort, CohortMember, LabSeat
from meetings.models import Session
from stakeholders.models import Organisation

COHORT_NAMES = KeptQuery(
    lambda: (
        CohortMember.objects.filter(
            profile__in=Given("profiles", many=True),
            state=CohortMember.State.ACTIVE,
            cohort__state=Cohort.State.RUNNING,
        )
        .order_by("pk")
        .values_list("profile_id", "cohort__name")
    )
)
COHORT_CHOICES = KeptQuery(lambda: Cohort.objects.order_by("-pk").values_list("pk", "name"))


def cohort_names(profiles: Collection[int]) -> dict[int, list[str]]:
    """The names of the cohorts under way in which these people of the scope's city have an active seat. One query, none for nobody."""
    found: dict[int, list[str]] = {}
    for profile, name in COHORT_NAMES.ask(profiles=list(profiles)) if profiles else ():
        found.setdefault(profile, []).append(translate_plain(name))
    return found


def list_cohort_choices() -> list[tuple[str, str]]:
    """Every cohort of the scope's city by its number and name, the newest first. One query."""
    return [(str(number), translate_plain(name)) for number, name in COHORT_CHOICES.ask()]


def find_people_of_cohort(cohort: str) -> QuerySet:
    """The profiles of those who take part in the cohort, or have completed it."""
    states = (CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)
    return CohortMember.objects.filter(cohort=cohort, state__in=states).order_by().values("profile_id")


def find_members() -> QuerySet:
    """Who has or had a place in a cohort of the scope's city: numbers of profiles."""
    return CohortMember.objects.values("profile_id")


def find_seated() -> QuerySet:
    """Who has a seat in a lab of the scope's city: numbers of profiles."""
    return LabSeat.objects.values("profile_id")


def list_organisations_there(session: Session) -> list[int]:
    """The organisations for which somebody sat in the session of a cohort: their numbers. One query."""
    there = session.attendance.there().values("profile_id")
    seats = CohortMember.objects.filter(cohort__group=session.group_id, profile__in=there, organisation__isnull=False)
    return list(seats.values_list("organisation_id", flat=True))


def find_pupils(school: Organisation) -> QuerySet[Any]:
    """Who holds a place in a cohort for this organisation: numbers of profiles."""
    seats = CohortMember.objects.filter(organisation=school, state__in=CohortMember.HOLDS_PLACE, typed_name="")
    return seats.values_list("profile_id", flat=True)
