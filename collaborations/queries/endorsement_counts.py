"""Who of a cohort has seen a strength in someone else, and in whom one was seen: numbers, nobody's words and no answers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from collaborations.models import Endorsement
from educities.tenancy.kept_queries import KeptQuery
from labs.models import Cohort, CohortMember
from labs.values import COHORTS, RuleResult, RuleResults, compute_from


def find_of_cohort(cohort: Any, within: Any = None) -> QuerySet[Endorsement]:
    """Those of one cohort, for its page, its gate and the API: after one of its sessions, or in a collaboration of two
    of its active members. What was seen at a session of another cohort is of that one.

    Whatever was answered: whether somebody kept what was seen in them is no matter of a gate. `within`: the cohort as a
    query inside this one says it, where it stands in a query itself.
    """
    near = cohort if within is None else within
    seats = CohortMember.objects.filter(cohort=near, state=CohortMember.State.ACTIVE)
    both = Q(Exists(seats.filter(profile=OuterRef("giver")))) & Q(Exists(seats.filter(profile=OuterRef("receiver"))))
    of_cohort = Q(session__group__cohort=cohort) | Q(session=None) & both
    return Endorsement.objects.standing().filter(of_cohort).order_by()


def find_of_member(*, given: bool) -> QuerySet[Endorsement]:
    """Those of its cohort that a member gave, or was given."""
    own = "giver" if given else "receiver"
    return find_of_cohort(OuterRef("cohort"), OuterRef(OuterRef("cohort"))).filter(**{own: OuterRef("profile")})


def _list_members() -> QuerySet:
    """(cohort, member, has given, has received) of each active member who can sign in."""
    members = CohortMember.objects.filter(
        cohort__in=COHORTS, state=CohortMember.State.ACTIVE, profile__user__isnull=False
    ).order_by()
    members = members.annotate(
        has_given=Exists(find_of_member(given=True)), has_received=Exists(find_of_member(given=False))
    )
    return members.values_list("cohort_id", "pk", "has_given", "has_received")


@compute_from(KeptQuery(_list_members))
def find_members_seen(cohorts: Sequence[Cohort], found: list[tuple[int, int, bool, bool]]) -> RuleResults:
    """G12: every active member who can sign in has seen a strength in someone else, and one was seen in them."""
    return {cohort.pk: _judge_members([one for one in found if one[0] == cohort.pk]) for cohort in cohorts}


def _judge_members(members: list[tuple[int, int, bool, bool]]) -> RuleResult:
    both = tuple(sorted(number for _cohort, number, given, received in members if given and received))
    detail = ngettext(
        "%(n)s of %(all)s member who can sign in", "%(n)s of %(all)s members who can sign in", len(members)
    )
    is_met = bool(members) and len(both) == len(members)
    return RuleResult(is_met, detail % {"n": len(both), "all": len(members)}, both, len(members))


class MemberCounts(NamedTuple):
    """A member, how many strengths it has seen in others, and how many were seen in it."""

    name: str
    given: int
    received: int


def list_member_counts(cohort: Cohort) -> list[MemberCounts]:
    """The active members who can sign in, each with its numbers. One query."""
    members = cohort.members.active().filter(profile__user__isnull=False)
    counts = {
        name: _count_rows(find_of_member(given=is_given)) for name, is_given in (("given", True), ("received", False))
    }
    rows = members.annotate(**counts).order_by("profile__display_name", "pk")
    return [MemberCounts(*row) for row in rows.values_list("profile__display_name", "given", "received")]


def _count_rows(rows: QuerySet[Endorsement]) -> Coalesce:
    counted = rows.values(one=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
