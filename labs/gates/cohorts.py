"""Each rule of a cohort's gate as a function: numbers of cohorts in, (met, how far it is) for each of them out."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from labs import stages
from labs.models import (
    BLOCK_KEYS,
    ActivityArea,
    Attendance,
    CohortMember,
    Expedition,
    Initiative,
    InitiativePartner,
    ModelBlock,
    ModelVersion,
    Session,
)

Found = dict[int, tuple[bool, str]]
THERE = (Attendance.Status.PRESENT, Attendance.Status.LATE)
FOUR = {1, 2, 3, 4}


def members_with_claims(ids: Iterable[int]) -> Found:
    """G11: the share of active members who have named both a strength and a growth area."""
    rows = (
        CohortMember.objects.filter(cohort_id__in=ids, state=CohortMember.State.ACTIVE)
        .order_by()
        .with_claims()
        .values("cohort_id")
        .annotate(all=Count("pk"), both=Count("pk", filter=Q(has_strength=True, has_growth=True)))
    )
    found = {row["cohort_id"]: (row["both"], row["all"]) for row in rows}
    return {
        pk: (
            total > 0 and both / total >= stages.SHARE_WITH_CLAIMS,
            _("%(n)s of %(all)s members") % {"n": both, "all": total},
        )
        for pk in ids
        for both, total in [found.get(pk, (0, 0))]
    }


def sessions_of_four(ids: Iterable[int]) -> Found:
    """G13: recorded sessions in which members of all four sectors were there, not only enrolled. Guests do not count."""
    seats = CohortMember.objects.filter(cohort_id=OuterRef("session__cohort_id"), profile_id=OuterRef("profile_id"))
    there = Attendance.objects.filter(
        Exists(seats), session__cohort_id__in=ids, session__state=Session.State.RECORDED, status__in=THERE
    )
    sectors: dict[tuple[int, int], set[int]] = defaultdict(set)
    for cohort_id, session_id, sector in there.values_list("session__cohort_id", "session_id", "sector").distinct():
        sectors[cohort_id, session_id].add(sector)
    full: dict[int, int] = defaultdict(int)
    for (cohort_id, _session), seen in sectors.items():
        full[cohort_id] += seen == FOUR
    return {
        pk: (
            full[pk] >= stages.FULL_SESSIONS,
            _("%(n)s of %(all)s sessions") % {"n": full[pk], "all": stages.FULL_SESSIONS},
        )
        for pk in ids
    }


def areas_chosen(ids: Iterable[int]) -> Found:
    """G22: one to three activity areas."""
    counts = _counts(ActivityArea.objects.filter(cohort_id__in=ids))
    return {
        pk: (
            1 <= counts[pk] <= stages.MOST_AREAS,
            _("%(n)s chosen, 1 to %(all)s wanted") % {"n": counts[pk], "all": stages.MOST_AREAS},
        )
        for pk in ids
    }


def expeditions_learned(ids: Iterable[int]) -> Found:
    """G23: the expedition of the cohort that brought most principles home."""
    done = Expedition.objects.filter(
        cohort_id__in=ids, state__in=[Expedition.State.LEARNED, Expedition.State.PUBLISHED]
    ).order_by()
    most: dict[int, int] = defaultdict(int)
    principles = Count("learnings", filter=~Q(learnings__principle=""))
    for cohort_id, count in done.annotate(n=principles).values_list("cohort_id", "n"):
        most[cohort_id] = max(most[cohort_id], count)
    return {
        pk: (most[pk] >= stages.LEARNINGS, _("%(n)s of %(all)s learnings") % {"n": most[pk], "all": stages.LEARNINGS})
        for pk in ids
    }


def _blocks(ids: Iterable[int]) -> dict[int, list[tuple[bool, bool]]]:
    """(written, cited) for each block of each cohort's newest version that still counts."""
    versions = ModelVersion.objects.filter(cohort_id__in=ids).exclude(state=ModelVersion.State.WITHDRAWN)
    newest = dict(versions.order_by("number").values_list("cohort_id", "pk"))
    blocks = ModelBlock.objects.filter(version_id__in=newest.values()).order_by().annotate(n=Count("citations"))
    found: dict[int, list[tuple[bool, bool]]] = defaultdict(list)
    for cohort_id, text, cited in blocks.values_list("version__cohort_id", "text", "n"):
        found[cohort_id].append((any(text.values()), cited > 0))
    return found


def blocks_written(ids: Iterable[int]) -> Found:
    """G31: written blocks of nine."""
    blocks, nine = _blocks(ids), len(BLOCK_KEYS)
    counts = {pk: sum(written for written, _cited in blocks[pk]) for pk in ids}
    return {pk: (counts[pk] == nine, _("%(n)s of %(all)s blocks") % {"n": counts[pk], "all": nine}) for pk in ids}


def blocks_cited(ids: Iterable[int]) -> Found:
    """G32: blocks that rest on something, of nine."""
    blocks, nine = _blocks(ids), len(BLOCK_KEYS)
    counts = {pk: sum(cited for _written, cited in blocks[pk]) for pk in ids}
    return {pk: (counts[pk] == nine, _("%(n)s of %(all)s blocks") % {"n": counts[pk], "all": nine}) for pk in ids}


def initiatives_shared(ids: Iterable[int]) -> Found:
    """G36: initiatives that two sectors carry, the owner's and another one's; the same asks a pilot before it begins."""
    standing = Initiative.objects.filter(cohort_id__in=ids).exclude(state=Initiative.State.STOPPED).order_by()
    others = InitiativePartner.objects.filter(initiative_id=OuterRef("pk")).exclude(sector=OuterRef("owner__sector"))
    shared = standing.filter(Exists(others))
    counts: dict[int, int] = defaultdict(int)
    for (cohort_id,) in shared.values_list("cohort_id"):
        counts[cohort_id] += 1
    return {
        pk: (
            counts[pk] >= stages.INITIATIVES,
            _("%(n)s of %(all)s initiatives") % {"n": counts[pk], "all": stages.INITIATIVES},
        )
        for pk in ids
    }


def _counts(rows: Any) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    counts.update(dict(rows.order_by().values_list("cohort_id").annotate(n=Count("pk"))))
    return counts


COMPUTED: dict[str, Callable[[Iterable[int]], Found]] = {
    "G11": members_with_claims,
    "G13": sessions_of_four,
    "G22": areas_chosen,
    "G23": expeditions_learned,
    "G31": blocks_written,
    "G32": blocks_cited,
    "G36": initiatives_shared,
}
