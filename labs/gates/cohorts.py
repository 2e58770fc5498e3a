"""Each rule of a cohort's gate as a function: numbers of cohorts in, (met, how far it is) for each of them out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labs import stages
from labs.models import (
    BLOCK_KEYS,
    ActivityArea,
    CohortMember,
    Expedition,
    Initiative,
    InitiativePartner,
    Learning,
    ModelBlock,
    ModelVersion,
)
from meetings.models import Attendance, Session


class Finding(NamedTuple):
    """Is the rule met, how far it is in words, the numbers of the rows that count, and of how many."""

    met: bool
    detail: str
    rows: tuple[int, ...]
    of: int


Found = dict[int, Finding]
THERE = (Attendance.Status.PRESENT, Attendance.Status.LATE)
FOUR = {1, 2, 3, 4}
NINE = len(BLOCK_KEYS)


def _found(
    ids: Iterable[int], rows: Mapping[int, Sequence[int]], of: int, words: str, *, most: int | None = None
) -> Found:
    """For each cohort: at least `of` rows, and at most `most`. `words` says "n of all" in the reader's language."""
    return {
        pk: Finding(
            len(rows[pk]) >= of and (most is None or len(rows[pk]) <= most),
            words % {"n": len(rows[pk]), "all": of if most is None else most},
            tuple(sorted(rows[pk])),
            of if most is None else most,
        )
        for pk in ids
    }


def members_with_claims(ids: Iterable[int]) -> Found:
    """G11: the share of active members who have named both a strength and a growth area."""
    seats = CohortMember.objects.filter(cohort_id__in=ids, state=CohortMember.State.ACTIVE).order_by().with_claims()
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
        for pk in ids
    }


def sessions_of_four(ids: Iterable[int]) -> Found:
    """G13: recorded sessions in which members of all four sectors were there, not only enrolled. Guests do not count."""
    of_cohort = "session__group__cohort"
    seats = CohortMember.objects.filter(cohort_id=OuterRef(of_cohort), profile_id=OuterRef("profile_id"))
    there = Attendance.objects.filter(Exists(seats), session__state=Session.State.RECORDED, status__in=THERE)
    there = there.filter(**{f"{of_cohort}__in": ids})
    sectors: dict[tuple[int, int], set[int]] = defaultdict(set)
    for cohort_id, session_id, sector in there.values_list(of_cohort, "session_id", "sector").distinct():
        sectors[cohort_id, session_id].add(sector)
    full: dict[int, list[int]] = defaultdict(list)
    for (cohort_id, session_id), seen in sectors.items():
        if seen == FOUR:
            full[cohort_id].append(session_id)
    return _found(
        ids,
        full,
        stages.FULL_SESSIONS,
        ngettext("%(n)s of %(all)s session", "%(n)s of %(all)s sessions", stages.FULL_SESSIONS),
    )


def areas_chosen(ids: Iterable[int]) -> Found:
    """G22: one to three activity areas."""
    chosen = _by_cohort(ActivityArea.objects.filter(cohort_id__in=ids).order_by().values_list("cohort_id", "pk"))
    return _found(ids, chosen, 1, _("%(n)s chosen, 1 to %(all)s wanted"), most=stages.MOST_AREAS)


def expeditions_learned(ids: Iterable[int]) -> Found:
    """G23: the principles of the cohort's expedition that brought most of them home."""
    states = [Expedition.State.LEARNED, Expedition.State.PUBLISHED]
    learnings = Learning.objects.filter(expedition__cohort_id__in=ids, expedition__state__in=states).exclude(
        principle=""
    )
    of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for cohort_id, trip, pk in learnings.values_list("expedition__cohort_id", "expedition_id", "pk"):
        of[cohort_id, trip].append(pk)
    most: dict[int, list[int]] = defaultdict(list)
    for (cohort_id, _trip), rows in of.items():
        most[cohort_id] = max(most[cohort_id], rows, key=len)
    return _found(
        ids,
        most,
        stages.LEARNINGS,
        ngettext("%(n)s of %(all)s learning", "%(n)s of %(all)s learnings", stages.LEARNINGS),
    )


def _blocks(ids: Iterable[int]) -> list[tuple[int, int, bool, bool]]:
    """(cohort, block, written, cited) for the blocks of each cohort's newest version that still counts."""
    versions = ModelVersion.objects.filter(cohort_id__in=ids).exclude(state=ModelVersion.State.WITHDRAWN)
    newest = dict(versions.order_by("number").values_list("cohort_id", "pk"))
    blocks = ModelBlock.objects.filter(version_id__in=newest.values()).order_by().annotate(n=Count("citations"))
    rows = blocks.values_list("version__cohort_id", "pk", "text", "n")
    return [(cohort_id, pk, any(text.values()), cited > 0) for cohort_id, pk, text, cited in rows]


def _nine() -> str:
    return ngettext("%(n)s of %(all)s block", "%(n)s of %(all)s blocks", NINE)


def blocks_written(ids: Iterable[int]) -> Found:
    """G31: written blocks of nine."""
    written = _by_cohort((cohort, pk) for cohort, pk, is_written, _cited in _blocks(ids) if is_written)
    return _found(ids, written, NINE, _nine())


def blocks_cited(ids: Iterable[int]) -> Found:
    """G32: blocks that rest on something, of nine."""
    cited = _by_cohort((cohort, pk) for cohort, pk, _written, is_cited in _blocks(ids) if is_cited)
    return _found(ids, cited, NINE, _nine())


def initiatives_shared(ids: Iterable[int]) -> Found:
    """G36: initiatives that two sectors carry, the owner's and another one's; the same asks a pilot before it begins."""
    standing = Initiative.objects.filter(cohort_id__in=ids).exclude(state=Initiative.State.STOPPED).order_by()
    others = InitiativePartner.objects.filter(initiative_id=OuterRef("pk")).exclude(sector=OuterRef("owner__sector"))
    shared = _by_cohort(standing.filter(Exists(others)).values_list("cohort_id", "pk"))
    return _found(
        ids,
        shared,
        stages.INITIATIVES,
        ngettext("%(n)s of %(all)s initiative", "%(n)s of %(all)s initiatives", stages.INITIATIVES),
    )


def _by_cohort(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = defaultdict(list)
    for cohort_id, pk in pairs:
        rows[cohort_id].append(pk)
    return rows


COMPUTED: dict[str, Callable[[Iterable[int]], Found]] = {
    "G11": members_with_claims,
    "G13": sessions_of_four,
    "G22": areas_chosen,
    "G23": expeditions_learned,
    "G31": blocks_written,
    "G32": blocks_cited,
    "G36": initiatives_shared,
}
