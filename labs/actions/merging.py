"""What becomes of seats when two profiles are of one person."""

from django.db.models import F, Q
from django.utils import timezone

from educities.accounts.models import User
from labs.models import Cohort, CohortMember, LabSeat
from stakeholders.actions.merge_parts import MergePart, Moved, find_twins, park_rows, restore_rows
from stakeholders.models import Profile

State = CohortMember.State
GIVEN_UP = (State.WITHDRAWN, State.REMOVED)
# Of two seats of one person in a cohort the first of these stays.
BETTER = [State.COMPLETED, State.ACTIVE, State.AWAITING_CONSENT, State.INVITED]


def move_cohort_seats(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The person has one seat in a cohort: the better of two stays, and the place of the other is free again."""
    rows = CohortMember.objects.filter(profile=gone)
    live = ~Q(state__in=GIVEN_UP)
    doubled = rows.filter(live).filter(find_twins(CohortMember, "profile", kept, ("cohort",), live))
    given_up = [_give_up_worse(seat, kept) for seat in doubled]
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(profile=kept)
    return {"rows": numbers, "given_up": given_up}


def _give_up_worse(seat: CohortMember, kept: Profile) -> Moved:
    own = CohortMember.objects.exclude(state__in=GIVEN_UP).get(cohort=seat.cohort_id, profile=kept)
    worse = max((seat, own), key=lambda one: BETTER.index(State(one.state)))
    if worse.state in CohortMember.HOLDS_PLACE:
        free = Cohort.objects.filter(pk=worse.cohort_id, places_taken__gt=0)
        free.update(places_taken=F("places_taken") - 1)
    CohortMember.objects.filter(pk=worse.pk).update(state=State.WITHDRAWN, left_at=timezone.now())
    return {"row": worse.pk, "state": worse.state, "cohort": worse.cohort_id}


def return_cohort_seats(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each seat is with the profile that it was given to; one given up has its place again if one is free, and if its
    person has not been given another one there since."""
    CohortMember.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    for one in moved["given_up"]:
        if _has_new_seat(one["row"], one["cohort"]):
            continue
        if one["state"] in CohortMember.HOLDS_PLACE and not _take_place(one["cohort"]):
            continue
        seat = CohortMember.objects.filter(pk=one["row"], state=State.WITHDRAWN)
        seat.update(state=one["state"], left_at=None)


def _has_new_seat(seat: int, cohort: int) -> bool:
    """Has the person of this seat another one in the cohort?"""
    person = CohortMember.objects.filter(pk=seat).values("profile")
    return CohortMember.objects.exclude(state__in=GIVEN_UP).filter(cohort=cohort, profile__in=person).exists()


def _take_place(cohort: int) -> bool:
    free = Cohort.objects.filter(pk=cohort, places_taken__lt=F("capacity"))
    return bool(free.update(places_taken=F("places_taken") + 1))


def move_lab_seats(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The person has each kind of seat in a lab once."""
    rows = LabSeat.objects.filter(profile=gone)
    parked = park_rows(rows.filter(find_twins(LabSeat, "profile", kept, ("lab", "role"), Q())))
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(profile=kept)
    return {"rows": numbers, "parked": parked}


def return_lab_seats(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each seat is with the profile that it was given to."""
    LabSeat.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    restore_rows(LabSeat, moved["parked"])


PARTS = (
    MergePart("labs.CohortMember.profile", ("labs.CohortMember.profile",), move_cohort_seats, return_cohort_seats),
    MergePart("labs.LabSeat.profile", ("labs.LabSeat.profile",), move_lab_seats, return_lab_seats),
)
