"""Who has a seat from which a journey can be made, and why a child has none: reading only."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from consents.models import Consent
from consents.queries import ANSWERED_NO
from journeys.models import Expedition, Traveller
from journeys.values import Unseated
from labs.models import CohortMember

# The seats of a cohort that somebody has: one that waits for a guardian is none.
TAKEN_SEATS = (CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)


def find_going_members(expedition: Expedition) -> QuerySet[CohortMember]:
    """The seats from which people can travel: those taken. One that waits for a guardian is none."""
    seats: QuerySet[CohortMember] = CohortMember.objects.filter(cohort_id=expedition.cohort_id, state__in=TAKEN_SEATS)
    return seats


def has_seat() -> Exists:
    """Whether whoever is on a list has a seat of the cohort that travels, as a condition on `Traveller`."""
    return Exists(_own_seats().filter(state__in=TAKEN_SEATS))


def annotate_seats(rows: QuerySet[Traveller]) -> QuerySet[Traveller]:
    """The same travellers, each with what `read_why_unseated` reads."""
    asked = Consent.objects.filter(subject=OuterRef("profile"), purpose=Consent.Purpose.LAB).order_by("-pk")
    return rows.annotate(
        is_seated=has_seat(),
        seat_waits=Exists(_own_seats().filter(state=CohortMember.State.AWAITING_CONSENT)),
        lab_state=Subquery(asked.values("state")[:1]),
        lab_assent=Subquery(asked.values("assent_of_child")[:1]),
    )


def read_why_unseated(row: Traveller) -> Unseated | None:
    """Why somebody under 18, one of `annotate_seats`, has no seat to travel from; None where they have one."""
    if row.is_seated:  # type: ignore[attr-defined]  # annotated under this name
        return None
    if not row.seat_waits:  # type: ignore[attr-defined]  # annotated under this name
        return Unseated.LEFT
    return _read_consent(row.lab_state, row.lab_assent)  # type: ignore[attr-defined]  # annotated under these names


def _read_consent(state: str | None, assent: bool | None) -> Unseated:
    if state in ANSWERED_NO:
        return Unseated.CHILD if assent is False else Unseated.GUARDIAN
    return Unseated.TIME if state == Consent.State.EXPIRED else Unseated.WAITS


def find_why_unseated(traveller: Traveller) -> Unseated | None:
    """The same of one traveller. One query."""
    return read_why_unseated(annotate_seats(Traveller.objects.filter(pk=traveller.pk)).get())


def _own_seats() -> QuerySet[CohortMember]:
    seats: QuerySet[CohortMember] = CohortMember.objects.filter(
        cohort=OuterRef("expedition__cohort"), profile=OuterRef("profile")
    )
    return seats
