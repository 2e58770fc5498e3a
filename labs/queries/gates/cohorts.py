"""The rules about members and sessions: each a function from cohorts to a finding for each of them."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import ngettext

from educities.tenancy.kept_queries import KeptQuery
from labs.models import Cohort, CohortMember
from labs.values import COHORTS, RuleResult, RuleResults, compare_counts, compute_from, stages
from meetings.models import Attendance, Session

FOUR = {1, 2, 3, 4}


def _list_seats() -> QuerySet:
    seats = CohortMember.objects.filter(cohort__in=COHORTS, state=CohortMember.State.ACTIVE).order_by().with_claims()
    return seats.values_list("pk", "cohort_id", "has_strength", "has_growth")  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_seats))
def members_with_claims(cohorts: Sequence[Cohort], found: list[tuple[int, int, bool, bool]]) -> RuleResults:
    """G11: the share of active members who have named both a strength and a growth area."""
    both: dict[int, list[int]] = defaultdict(list)
    total: dict[int, int] = defaultdict(int)
    for seat, cohort_id, strong, growing in found:
        total[cohort_id] += 1
        if strong and growing:
            both[cohort_id].append(seat)
    return {
        pk: RuleResult(
            total[pk] > 0 and len(both[pk]) / total[pk] >= stages.SHARE_WITH_CLAIMS,
            ngettext("%(n)s of %(all)s member", "%(n)s of %(all)s members", total[pk])
            % {"n": len(both[pk]), "all": total[pk]},
            tuple(sorted(both[pk])),
            total[pk],
        )
        for pk in (cohort.pk for cohort in cohorts)
    }


def _list_sectors_there() -> QuerySet:
    of_cohort = "session__group__cohort"
    seats = CohortMember.objects.filter(cohort_id=OuterRef(of_cohort), profile_id=OuterRef("profile_id"))
    there = Attendance.objects.there().filter(Exists(seats), session__state=Session.State.RECORDED)
    there = there.filter(**{f"{of_cohort}__in": COHORTS})
    return there.values_list(of_cohort, "session_id", "sector").distinct()  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_sectors_there))
def sessions_of_four(cohorts: Sequence[Cohort], found: list[tuple[int, int, int]]) -> RuleResults:
    """G13: recorded sessions in which members of all four sectors were there, not only enrolled. Guests do not count."""
    sectors: dict[tuple[int, int], set[int]] = defaultdict(set)
    for cohort_id, session_id, sector in found:
        sectors[cohort_id, session_id].add(sector)
    full: dict[int, list[int]] = defaultdict(list)
    for (cohort_id, session_id), seen in sectors.items():
        if seen == FOUR:
            full[cohort_id].append(session_id)
    return compare_counts(
        cohorts,
        full,
        stages.FULL_SESSIONS,
        ngettext("%(n)s of %(all)s session", "%(n)s of %(all)s sessions", stages.FULL_SESSIONS),
    )
