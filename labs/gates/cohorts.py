"""The rules about rows of labs, and what a cohort does: each a function from cohorts to a finding for each of them."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labs import stages
from labs.models import (
    BLOCK_KEYS,
    ActivityArea,
    Attendance,
    Cohort,
    CohortMember,
    Expedition,
    Initiative,
    InitiativePartner,
    Learning,
    ModelBlock,
    ModelVersion,
    Session,
)
from labs.values import Finding, Found, compare_counts, group_by_cohort

THERE = (Attendance.Status.PRESENT, Attendance.Status.LATE)
FOUR = {1, 2, 3, 4}
NINE = len(BLOCK_KEYS)
# The numbers of the rules; the network's defaults.
MOST_AREAS, LEARNINGS, INITIATIVES = 3, 3, 2


def members_with_claims(cohorts: Sequence[Cohort]) -> Found:
    """G11: the share of active members who have named both a strength and a growth area."""
    seats = CohortMember.objects.filter(cohort__in=cohorts, state=CohortMember.State.ACTIVE).order_by().with_claims()
    both: dict[int, list[int]] = defaultdict(list)
    total: dict[int, int] = defaultdict(int)
    for seat, cohort_id, strong, growing in seats.values_list("pk", "cohort_id", "has_strength", "has_growth"):
        total[cohort_id] += 1
        if strong and growing:
            both[cohort_id].append(seat)
    return {
        pk: Finding(
            total[pk] > 0 and len(both[pk]) / total[pk] >= stages.SHARE_WITH_CLAIMS,
            ngettext("%(n)s of %(all)s member", "%(n)s of %(all)s members", total[pk])
            % {"n": len(both[pk]), "all": total[pk]},
            tuple(sorted(both[pk])),
            total[pk],
        )
        for pk in (cohort.pk for cohort in cohorts)
    }


def sessions_of_four(cohorts: Sequence[Cohort]) -> Found:
    """G13: recorded sessions in which members of all four sectors were there, not only enrolled. Guests do not count."""
    seats = CohortMember.objects.filter(cohort_id=OuterRef("session__cohort_id"), profile_id=OuterRef("profile_id"))
    there = Attendance.objects.filter(
        Exists(seats), session__cohort__in=cohorts, session__state=Session.State.RECORDED, status__in=THERE
    )
    sectors: dict[tuple[int, int], set[int]] = defaultdict(set)
    for cohort_id, session_id, sector in there.values_list("session__cohort_id", "session_id", "sector").distinct():
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


def areas_chosen(cohorts: Sequence[Cohort]) -> Found:
    """G22: one to three activity areas."""
    chosen = group_by_cohort(ActivityArea.objects.filter(cohort__in=cohorts).order_by().values_list("cohort_id", "pk"))
    return compare_counts(cohorts, chosen, 1, _("%(n)s chosen, 1 to %(all)s wanted"), most=MOST_AREAS)


def expeditions_learned(cohorts: Sequence[Cohort]) -> Found:
    """G23: the principles of the cohort's expedition that brought most of them home."""
    states = [Expedition.State.LEARNED, Expedition.State.PUBLISHED]
    learnings = Learning.objects.filter(expedition__cohort__in=cohorts, expedition__state__in=states).exclude(
        principle=""
    )
    of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for cohort_id, trip, pk in learnings.values_list("expedition__cohort_id", "expedition_id", "pk"):
        of[cohort_id, trip].append(pk)
    most: dict[int, list[int]] = defaultdict(list)
    for (cohort_id, _trip), rows in of.items():
        most[cohort_id] = max(most[cohort_id], rows, key=len)
    return compare_counts(
        cohorts,
        most,
        LEARNINGS,
        ngettext("%(n)s of %(all)s learning", "%(n)s of %(all)s learnings", LEARNINGS),
    )


def _blocks(cohorts: Sequence[Cohort]) -> list[tuple[int, int, bool, bool]]:
    """(cohort, block, written, cited) for the blocks of each cohort's newest version that still counts."""
    versions = ModelVersion.objects.filter(cohort__in=cohorts).exclude(state=ModelVersion.State.WITHDRAWN)
    newest = dict(versions.order_by("number").values_list("cohort_id", "pk"))
    blocks = ModelBlock.objects.filter(version_id__in=newest.values()).order_by().annotate(n=Count("citations"))
    rows = blocks.values_list("version__cohort_id", "pk", "text", "n")
    return [(cohort_id, pk, any(text.values()), cited > 0) for cohort_id, pk, text, cited in rows]


def _nine() -> str:
    return ngettext("%(n)s of %(all)s block", "%(n)s of %(all)s blocks", NINE)


def blocks_written(cohorts: Sequence[Cohort]) -> Found:
    """G31: written blocks of nine."""
    written = group_by_cohort((cohort, pk) for cohort, pk, is_written, _cited in _blocks(cohorts) if is_written)
    return compare_counts(cohorts, written, NINE, _nine())


def blocks_cited(cohorts: Sequence[Cohort]) -> Found:
    """G32: blocks that rest on something, of nine."""
    cited = group_by_cohort((cohort, pk) for cohort, pk, _written, is_cited in _blocks(cohorts) if is_cited)
    return compare_counts(cohorts, cited, NINE, _nine())


def initiatives_shared(cohorts: Sequence[Cohort]) -> Found:
    """G36: initiatives that two sectors carry, the owner's and another one's; the same asks a pilot before it begins."""
    standing = Initiative.objects.filter(cohort__in=cohorts).exclude(state=Initiative.State.STOPPED).order_by()
    others = InitiativePartner.objects.filter(initiative_id=OuterRef("pk")).exclude(sector=OuterRef("owner__sector"))
    shared = group_by_cohort(standing.filter(Exists(others)).values_list("cohort_id", "pk"))
    return compare_counts(
        cohorts,
        shared,
        INITIATIVES,
        ngettext("%(n)s of %(all)s initiative", "%(n)s of %(all)s initiatives", INITIATIVES),
    )
