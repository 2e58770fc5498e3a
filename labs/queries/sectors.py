"""How the four sectors are spread over cohorts and labs: the same queries for any number of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet

from educities.activity.models import AuditEntry
from labs import verbs
from labs.models import Cohort, CohortMember, Lab
from labs.queries.gates.labs import list_speaking_seats

Seat = CohortMember.State


def list_members(cohorts: Collection[Cohort]) -> QuerySet[CohortMember]:
    """Who sits in these cohorts; of one that is over, who completed it or was in when it was cancelled."""
    cancelled = [cohort for cohort in cohorts if cohort.state == Cohort.State.CANCELLED]
    counted = Q(state__in=[Seat.ACTIVE, Seat.COMPLETED])
    if cancelled:
        counted |= Q(state=Seat.WITHDRAWN, pk__in=_list_seats_at_end(cancelled))
    seats: QuerySet[CohortMember] = CohortMember.objects.filter(counted, cohort__in=cohorts)
    return seats


def _list_seats_at_end(cohorts: Collection[Cohort]) -> list[int]:
    """The numbers of the seats that were taken when these cohorts were cancelled, as the record of it names them."""
    about = {"target_type": Cohort._meta.label_lower, "target_id__in": [str(cohort.pk) for cohort in cohorts]}
    entries = AuditEntry.objects.filter(verb=verbs.COHORT_CANCELLED.code, **about).order_by("target_id", "-pk")
    return [pk for entry in entries.distinct("target_id") for pk in entry.data.get("seats", [])]


def count_invited(cohorts: Iterable[Cohort]) -> Counter[int]:
    """How many people have been asked into each of these cohorts and have not answered."""
    seats = CohortMember.objects.filter(cohort__in=cohorts, state=Seat.INVITED).order_by()
    return Counter(dict(seats.values_list("cohort_id").annotate(n=Count("pk"))))


def count_sectors(cohorts: Collection[Cohort]) -> dict[int, Counter[int]]:
    """How many members of each sector each of these cohorts has, or had when it ended."""
    seats = list_members(cohorts).order_by()
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for cohort_id, sector in seats.values_list("cohort_id", "sector"):
        counts[cohort_id][sector] += 1
    return counts


def count_lab_sectors(labs: Iterable[Lab]) -> dict[int, Counter[int]]:
    """How many organisations of each sector are represented in each of these labs."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    speaking = list_speaking_seats().filter(lab__in=labs).order_by()
    for lab_id, sector, _organisation in set(speaking.values_list("lab_id", "sector", "organisation_id")):
        counts[lab_id][sector or 0] += 1
    return counts
