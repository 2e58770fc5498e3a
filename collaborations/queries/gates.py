"""What collaborations answer for the gates of a cohort."""

from collections.abc import Sequence
from math import ceil

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborations.models import Collaboration, Party
from collaborations.values import MEMBERS_PER_COLLABORATION
from educities.tenancy.kept_queries import KeptQuery
from labs.models import Cohort, CohortMember
from labs.values import COHORTS, RuleResult, RuleResults, compute_from


def _list_members() -> QuerySet:
    """(cohort, member, the numbers of the collaborations of that person that came about) of each active member."""
    came_about = Party.objects.filter(
        profile=OuterRef("profile"), state=Party.State.AGREED, collaboration__state__in=Collaboration.COUNTED
    )
    numbers = came_about.order_by().values("profile_id").annotate(found=JSONBAgg("collaboration_id")).values("found")
    members = CohortMember.objects.filter(cohort__in=COHORTS, state=CohortMember.State.ACTIVE).order_by()
    return members.annotate(done=Subquery(numbers)).values_list("cohort_id", "pk", "done")  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_members))
def find_agreed_collaborations(
    cohorts: Sequence[Cohort], found: list[tuple[int, int, list[int] | None]]
) -> RuleResults:
    """G15: the collaborations of a cohort's members that came about, one for every four of them."""
    return {cohort.pk: _count_of_cohort([one for one in found if one[0] == cohort.pk]) for cohort in cohorts}


def _count_of_cohort(members: list[tuple[int, int, list[int] | None]]) -> RuleResult:
    needed = max(1, ceil(len(members) / MEMBERS_PER_COLLABORATION))
    numbers = sorted({number for _cohort, _member, done in members for number in done or ()})
    detail = ngettext("%(n)s of %(all)s collaboration", "%(n)s of %(all)s collaborations", needed)
    if len(numbers) > needed:
        detail = _("collaborations: %(n)s, needed: %(all)s")
    return RuleResult(len(numbers) >= needed, detail % {"n": len(numbers), "all": needed}, tuple(numbers), needed)
