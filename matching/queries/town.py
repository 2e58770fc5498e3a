"""What of a city is read to bring people together: all of it by night, what one person needs at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from cities.queries import city_today
from collaborations.models import Collaboration, Party
from collaborations.queries import shown_sides
from labs.models import CohortMember
from matching.models import MatchSuggestion
from matching.queries.who import find_live_pairs, find_spoken_for, needed_areas, offered_strengths, shown_claims
from matching.values import MOST_READ, MOST_SUGGESTED, OLD_DAYS
from matching.values.factors import Side
from matching.values.ranking import Need, Offer, Town
from stakeholders.models import Area, Profile, StrengthClaim

EMPTY = Town([], [], {}, {}, {}, {}, {}, {}, {})
BEST_FIRST = (F("level").desc(), F("confirmed_at").desc(nulls_last=True), F("pk").asc())


def read_town(seeker: int | None = None) -> Town:
    """What is known of the scope's city. `seeker`: as much of it as the suggestions of this person need. In about ten
    queries, however many people there are.
    """
    today = city_today()
    needs = _read_needs(seeker)
    places = _read_places({need.seeker for need in needs})
    # Most nights most people have all that they take: nothing is read for them.
    needs = [need for need in needs if places[need.seeker]]
    if not needs:
        return EMPTY
    seekers = {need.seeker for need in needs}
    groups = dict(Area.objects.order_by().values_list("pk", "parent_id"))
    offers = _read_offers(needs, groups, is_of_one=seeker is not None)
    sides = seekers | {offer.side for offer in offers}
    spoken_for = list(find_spoken_for())
    strong = _read_strong(seekers if seeker is not None else None)
    return Town(
        needs=needs,
        offers=offers,
        groups=groups,
        sides=_read_sides(sides if seeker is not None else None, spoken_for, offers),
        strong=strong,
        wanted=_read_wanted(strong if seeker is not None else None),
        barred=_group_pairs(
            [*find_live_pairs(today, seeker), *_read_own(spoken_for), *_read_collaborations(seeker, is_live=True)]
        ),
        tied=_group_pairs(
            [*_read_collaborations(seeker, is_live=False), *_read_cohorts(seeker), *_read_colleagues(spoken_for)]
        ),
        places=places,
    )


def _read_needs(seeker: int | None) -> list[Need]:
    rows = needed_areas()
    if seeker is not None:
        rows = rows.filter(profile=seeker)
    return [Need(*row) for row in rows.values_list("pk", "profile_id", "area_id", "level")]


def _read_offers(needs: list[Need], groups: dict[int, int | None], *, is_of_one: bool) -> list[Offer]:
    """Of each area, and of each group of areas, the best strengths."""
    rows = offered_strengths()
    if is_of_one:
        areas = {need.area for need in needs}
        near = {groups[area] for area in areas} - {None}
        rows = rows.filter(Q(area__in=areas) | Q(area__parent__in=near))
    read = rows.annotate(
        nth=Window(RowNumber(), partition_by=F("area_id"), order_by=BEST_FIRST),
        nth_of_group=Window(RowNumber(), partition_by=F("area__parent_id"), order_by=BEST_FIRST),
    ).filter(Q(nth__lte=MOST_READ) | Q(nth_of_group__lte=MOST_READ))
    columns = ("pk", "profile_id", "organisation_id", "area_id", "level", "confirmed_at", "nth", "nth_of_group")
    old = timezone.now() - timedelta(days=OLD_DAYS)
    return [
        Offer(
            pk, profile or -organisation, area, level, at is None or at < old, nth <= MOST_READ, of_group <= MOST_READ
        )
        for pk, profile, organisation, area, level, at, nth, of_group in read.values_list(*columns)
    ]


def _read_sides(numbers: Collection[int] | None, spoken_for: list[Any], offers: list[Offer]) -> dict[int, Side]:
    """Sector and language: a person's sector is that of the organisations they speak for, where it is one."""
    sectors: dict[int, set[int]] = defaultdict(set)
    of_organisations: dict[int, int] = {}
    for profile, organisation, sector in spoken_for:
        sectors[profile].add(sector)
        of_organisations[organisation] = sector
    people = Profile.objects.order_by()
    if numbers is not None:
        people = people.filter(pk__in=[one for one in numbers if one > 0])
    languages = people.values_list("pk", "language")
    alike: dict[tuple[int | None, str], Side] = {}
    sides: dict[int, Side] = {}
    for pk, language in languages:
        sector = next(iter(sectors[pk])) if len(sectors.get(pk, ())) == 1 else None
        sides[pk] = alike.setdefault((sector, language), Side(sector, language))
    for organisation in {-offer.side for offer in offers if offer.side < 0}:
        sides[-organisation] = Side(of_organisations.get(organisation), None)
    return sides


def _read_strong(seekers: Collection[int] | None) -> dict[int, set[int]]:
    rows = shown_claims(StrengthClaim.Kind.STRENGTH).filter(profile__isnull=False)
    if seekers is not None:
        rows = rows.filter(profile__in=seekers)
    return _group_pairs(rows.values_list("profile_id", "area_id"))


def _read_wanted(strong: dict[int, set[int]] | None) -> dict[int, set[int]]:
    rows = shown_claims(StrengthClaim.Kind.GROWTH).exclude(profile=None, organisation=None)
    if strong is not None:
        rows = rows.filter(area__in=set().union(*strong.values()))
    found = rows.values_list("area_id", "profile_id", "organisation_id")
    return _group_pairs((area, profile or -organisation) for area, profile, organisation in found)


def _read_own(spoken_for: list[Any]) -> Iterator[tuple[int, int]]:
    """Nobody is brought together with an organisation for which they speak."""
    for profile, organisation, _sector in spoken_for:
        yield profile, -organisation


def _read_collaborations(seeker: int | None, *, is_live: bool) -> Iterator[tuple[int, int]]:
    """(person, other side) of collaborations that are open, or that came about. `seeker`: of this person's alone."""
    rows = Party.objects.filter(shown_sides())
    if seeker is not None:
        rows = rows.filter(collaboration__in=Party.objects.filter(profile=seeker).values("collaboration_id"))
    if is_live:
        rows = rows.filter(collaboration__in=Collaboration.objects.live())
    else:
        rows = rows.filter(state=Party.State.AGREED, collaboration__state__in=Collaboration.COUNTED)
    sides: dict[int, list[int]] = defaultdict(list)
    for number, profile, organisation in rows.order_by().values_list(
        "collaboration_id", "profile_id", "organisation_id"
    ):
        sides[number].append(profile or -organisation)
    return _pair_up(sides.values())


def _read_cohorts(seeker: int | None) -> Iterator[tuple[int, int]]:
    states = (CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)
    rows = CohortMember.objects.filter(state__in=states).order_by()
    if seeker is not None:
        rows = rows.filter(cohort__in=rows.filter(profile=seeker).values("cohort_id"))
    cohorts: dict[int, list[int]] = defaultdict(list)
    for cohort, profile in rows.values_list("cohort_id", "profile_id"):
        cohorts[cohort].append(profile)
    return _pair_up(cohorts.values())


def _read_colleagues(spoken_for: list[Any]) -> Iterator[tuple[int, int]]:
    """Those who speak for the same organisation know each other."""
    houses: dict[int, list[int]] = defaultdict(list)
    for profile, organisation, _sector in spoken_for:
        houses[organisation].append(profile)
    return _pair_up(houses.values())


def _pair_up(circles: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for circle in circles:
        for one in circle:
            if one > 0:
                yield from ((one, other) for other in circle if other != one)


def _group_pairs(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    grouped: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        grouped[one].add(other)
    return dict(grouped)


def _read_places(seekers: Collection[int]) -> dict[int, int]:
    """How many more suggestions each of these people takes."""
    rows: QuerySet = MatchSuggestion.objects.open().filter(seeker__in=seekers)
    if len(seekers) > MOST_READ:
        rows = MatchSuggestion.objects.open()
    taken: dict[int, int] = defaultdict(int)
    for seeker in rows.order_by().values_list("seeker_id", flat=True):
        taken[seeker] += 1
    return {seeker: max(0, MOST_SUGGESTED - taken[seeker]) for seeker in seekers}


def find_known(seeker: int) -> set[int]:
    """The sides whom this person knows: from a collaboration, a cohort, or an organisation for which both speak."""
    spoken_for = list(find_spoken_for())
    pairs = chain(_read_collaborations(seeker, is_live=False), _read_cohorts(seeker), _read_colleagues(spoken_for))
    return {other for one, other in pairs if one == seeker}
