"""What a person holds in labs: reading only."""

from collections.abc import Iterable

from educities.accounts.models import User
from labs.models import CohortMember, LabSeat, Override


def list_cohort_seats(user: User) -> Iterable[tuple[int, str, str]]:
    """The person's seats in cohorts of the scope's city, each as (cohort, state, role). One query."""
    rows = CohortMember.objects.filter(profile__user_id=user.pk).order_by()
    return rows.values_list("cohort_id", "state", "role")


def list_labs_of(user: User) -> Iterable[int]:
    """The numbers of the labs of the scope's city in which the person has a seat. One query."""
    return LabSeat.objects.filter(profile__user_id=user.pk).values_list("lab_id", flat=True)


def count_waiting_overrides() -> int:
    """How many overrides of the scope's city wait for an answer. One query."""
    return Override.objects.filter(state=Override.State.REQUESTED).order_by().count()
