"""In which cohorts people are."""

from collections.abc import Collection

from educities.kit.multilingual import translate_plain
from labs.models import Cohort, CohortMember


def cohort_names(profiles: Collection[int]) -> dict[int, list[str]]:
    """The names of the cohorts under way in which these people of the scope's city have an active seat. One query."""
    found: dict[int, list[str]] = {}
    seats = CohortMember.objects.filter(
        profile__in=profiles, state=CohortMember.State.ACTIVE, cohort__state=Cohort.State.RUNNING
    )
    for profile, name in seats.order_by("pk").values_list("profile_id", "cohort__name"):
        found.setdefault(profile, []).append(translate_plain(name))
    return found
