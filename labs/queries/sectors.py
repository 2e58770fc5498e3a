"""How the four sectors are spread over cohorts and labs: the same queries for any number of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from labs.models import Cohort, CohortMember, Lab
from labs.queries.gates.labs import list_speaking_seats


def count_sectors(cohorts: Iterable[Cohort]) -> dict[int, Counter[int]]:
    """How many active members of each sector each of these cohorts has."""
    seats = CohortMember.objects.active().filter(cohort__in=cohorts).order_by()
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
