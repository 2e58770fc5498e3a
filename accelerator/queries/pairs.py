"""Who visits whom: pairs of teachers across schools, as the product suggests them."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from accelerator import rules
from accelerator.models import Accelerator, Enrolment, Observation, Pair


def find_partner(pair: Pair, user: Any) -> tuple[Enrolment | None, Enrolment | None]:
    """Of the two the one whose account it is, and the other; None and None for somebody else."""
    number = getattr(user, "pk", None)
    for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
        if number is not None and own.profile.user_id == number:
            return own, other
    return None, None


def match_pairs(row: Accelerator, number: int) -> list[tuple[Enrolment, Enrolment]]:
    """Teachers without a pair in this round, two and two of different schools, so that the fewest stay alone.

    The school with the most teachers left gives one, and one whom they have not met gives the other, of the next largest
    school. Who stays alone joins somebody of another school who has a pair already.
    """
    teachers = list(row.enrolments.with_names().filter(state__in=rules.COMES).order_by("pk"))
    pairs = list(Pair.objects.filter(accelerator=row))
    has_pair = {pk for pair in pairs if pair.number == number for pk in (pair.first_id, pair.second_id)}
    met = {frozenset((pair.first_id, pair.second_id)) for pair in pairs}
    left: dict[int, list[Enrolment]] = defaultdict(list)
    for one in teachers:
        if one.pk not in has_pair:
            left[one.organisation_id].append(one)
    found = []
    while sum(1 for school in left.values() if school) > 1:
        largest, *others = sorted((school for school in left.values() if school), key=len, reverse=True)
        one = largest.pop(0)
        # The sort is stable: of those who have not met, or of all, one of the school with the most teachers left.
        free = [(frozenset((one.pk, who.pk)) in met, school, who) for school in others for who in school]
        _has_met, school, other = min(free, key=lambda found_one: found_one[0])
        school.remove(other)
        found.append((one, other))
    alone = [one for school in left.values() for one in school]
    taken = {frozenset((one.pk, other.pk)) for one, other in found} | met
    guests: dict[int, int] = defaultdict(int)
    for one in alone:
        hosts = [
            who
            for who in teachers
            if who.organisation_id != one.organisation_id and frozenset((one.pk, who.pk)) not in taken
        ]
        if hosts:
            host = min(hosts, key=lambda who: guests[who.pk])
            guests[host.pk] += 1
            found.append((one, host))
    return found


def list_pairs_of(row: Enrolment) -> QuerySet[Pair]:
    """The pairs in which this teacher is."""
    rows: QuerySet[Pair] = Pair.objects.filter(Q(first=row) | Q(second=row))
    return rows.select_related("first__profile", "second__profile", "first__organisation", "second__organisation")


def list_visits_of(row: Enrolment) -> list[dict[str, Any]]:
    """Each of a teacher's pairs with the other teacher, the visit paid and the visit received. Two queries."""
    written = Observation.objects.filter(Q(observer=row) | Q(host=row)).select_related("city")
    by_pair: dict[int, list[Observation]] = defaultdict(list)
    for one in written:
        by_pair[one.pair_id].append(one)
    lines = []
    for pair in list_pairs_of(row):
        other = pair.second if pair.first_id == row.pk else pair.first
        rows = by_pair[pair.pk]
        paid = next((one for one in rows if one.observer_id == row.pk), None)
        received = next((one for one in rows if one.host_id == row.pk), None)
        lines.append({"pair": pair, "other": other, "paid": paid, "received": received})
    return lines


def list_summaries(row: Accelerator) -> QuerySet[Observation]:
    """Summaries that both of a pair let the intake read: they name nobody."""
    shared = Observation.objects.filter(
        pair__accelerator=row, observer_shares=True, host_shares=True, answered_on__isnull=False
    )
    rows: QuerySet[Observation] = shared.exclude(summary={}).order_by("-held_on")
    return rows
