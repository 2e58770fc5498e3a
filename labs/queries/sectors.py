"""How the four sectors are spread over cohorts and labs: the same queries for any number of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from educities.activity.models import AuditEntry
from educities.tenancy.kept_queries import Given, KeptQuery, Question
from labs import verbs
from labs.models import Cohort, CohortMember, Lab
from labs.queries.gates.labs import list_speaking_seats
from labs.values import COHORTS

Seat = CohortMember.State


def list_members(cohorts: Collection[Cohort]) -> QuerySet[CohortMember]:
    """Who sits in these cohorts; of one that is over, who completed it or was in when it was cancelled."""
    return _filter_members(cohorts, _list_seats_at_end(cohorts))


def _filter_members(cohorts: Any, at_end: Any) -> QuerySet[CohortMember]:
    counted = Q(state__in=[Seat.ACTIVE, Seat.COMPLETED]) | Q(state=Seat.WITHDRAWN, pk__in=at_end)
    seats: QuerySet[CohortMember] = CohortMember.objects.filter(counted, cohort__in=cohorts)
    return seats


def _count_by_sector() -> QuerySet:
    seats = _filter_members(COHORTS, Given("at_end", many=True)).order_by()
    return seats.values_list("cohort_id", "sector").annotate(n=Count("pk"))


def _count_people_invited() -> QuerySet:
    seats = CohortMember.objects.filter(cohort__in=COHORTS, state=Seat.INVITED).order_by()
    return seats.values_list("cohort_id").annotate(n=Count("pk"))  # type: ignore[no-any-return]


BY_SECTOR, INVITED = KeptQuery(_count_by_sector), KeptQuery(_count_people_invited)


def _list_seats_at_end(cohorts: Iterable[Cohort]) -> list[int]:
    """The numbers of the seats that were taken when those of these cohorts that are cancelled were, as its record names them."""
    cancelled = [str(cohort.pk) for cohort in cohorts if cohort.state == Cohort.State.CANCELLED]
    if not cancelled:
        return []
    about = {"target_type": Cohort._meta.label_lower, "target_id__in": cancelled}
    entries = AuditEntry.objects.filter(verb=verbs.COHORT_CANCELLED.code, **about).order_by("target_id", "-pk")
    return [pk for entry in entries.distinct("target_id") for pk in entry.data.get("seats", [])]


def count_invited(cohorts: Iterable[Cohort]) -> Counter[int]:
    """How many people have been asked into each of these cohorts and have not answered."""
    return Counter(dict(INVITED.ask(cohorts=[cohort.pk for cohort in cohorts])))


def count_on_hold(cohort: Cohort, in_count: int, invited: int) -> int:
    """How many places are kept for who is neither in nor only asked: a place on hold counts as taken, its member does not."""
    return 0 if cohort.is_over else max(0, cohort.places_taken - in_count - invited)


def ask_sectors(cohorts: Collection[Cohort]) -> Question:
    """Asks how many members of each sector each of these cohorts has, or had when it ended; read by `read_sectors`."""
    return BY_SECTOR, {"cohorts": [cohort.pk for cohort in cohorts], "at_end": _list_seats_at_end(cohorts)}


def read_sectors(found: Iterable[tuple[int, int, int]]) -> dict[int, Counter[int]]:
    """By cohort, how many members of each sector."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for cohort_id, sector, number in found:
        counts[cohort_id][sector] = number
    return counts


def count_sectors(cohorts: Collection[Cohort]) -> dict[int, Counter[int]]:
    """How many members of each sector each of these cohorts has, or had when it ended."""
    query, values = ask_sectors(cohorts)
    return read_sectors(query.ask(**values))


def count_lab_sectors(labs: Iterable[Lab]) -> dict[int, Counter[int]]:
    """How many organisations of each sector are represented in each of these labs."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    speaking = list_speaking_seats().filter(lab__in=labs).order_by()
    for lab_id, sector, _organisation in set(speaking.values_list("lab_id", "sector", "organisation_id")):
        counts[lab_id][sector or 0] += 1
    return counts
