"""Whom each person could meet: the best pairs of a growth area with strengths, computed from plain numbers.

Sides are numbers: a person the number of the profile, an organisation its own below zero. `rank_pairs` gives the same as
going through all pairs one by one would (`tests/matching/slow.py` does), in a hundredth of the time: pairs whose sides
are alike have the same score but for ties and mutual help, which are few and looked at one by one.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from typing import NamedTuple

from matching.values.factors import Side, compute_fit, compute_score

# Behind every number of a side.
BEYOND = 2**62
NOBODY: frozenset[int] = frozenset()


class Need(NamedTuple):
    """A growth area of a person who looks for somebody."""

    claim: int
    seeker: int
    area: int
    level: int


class Offer(NamedTuple):
    """A strength that may be offered. `of_area`, `of_group`: is it among those that are read of its area, of its group?"""

    claim: int
    side: int
    area: int
    level: int
    is_old: bool
    of_area: bool = True
    of_group: bool = True


class Town(NamedTuple):
    """What is known of a city, or of as much of it as one person's suggestions need.

    `groups`: the group of each area. `sides`: sector and language by side. `strong`: the areas in which a seeker is good
    and lets it be seen; `wanted`: the sides that let it be seen that they want to grow in an area. `barred`: with whom a
    seeker is not brought together now; `tied`: whom they know. `places`: how many more suggestions each seeker takes.
    """

    needs: list[Need]
    offers: list[Offer]
    groups: Mapping[int, int | None]
    sides: Mapping[int, Side]
    strong: Mapping[int, AbstractSet[int]]
    wanted: Mapping[int, AbstractSet[int]]
    barred: Mapping[int, AbstractSet[int]]
    tied: Mapping[int, AbstractSet[int]]
    places: Mapping[int, int]


class Pair(NamedTuple):
    """Somebody who could be met: sorted, the best come first, and of equals those next behind the seeker's own number."""

    rank: int
    turn: int
    side: int
    need: int
    strength: int

    @property
    def score(self) -> int:
        """The score, the higher the better."""
        return -self.rank


class Pool(NamedTuple):
    """The strengths that could serve seekers of one kind in one area: the best of each side.

    `levels`: those of the same fit together, the best first: the fit, the sides in order. `best`: by side, its fit and strength.
    """

    levels: list[tuple[int, list[int]]]
    best: dict[int, tuple[int, int]]


def rank_pairs(town: Town) -> dict[int, list[Pair]]:
    """For each seeker with a place the best pairs, each other side once."""
    offers = _sort_offers(town)
    alike: dict[tuple[int, Side], list[Need]] = defaultdict(list)
    for need in town.needs:
        if town.places.get(need.seeker, 0) > 0:
            alike[need.area, town.sides.get(need.seeker, Side())].append(need)
    found: dict[int, list[Pair]] = defaultdict(list)
    for (area, kind), needs in alike.items():
        pool = _build_pool(town, offers, area, kind)
        for need in needs:
            found[need.seeker] += _rank_need(town, pool, need)
    return {seeker: choose_best(pairs, town.places[seeker]) for seeker, pairs in found.items()}


def choose_best(pairs: Iterable[Pair], most: int) -> list[Pair]:
    """The best `most` of the pairs of one seeker, each other side once."""
    chosen: dict[int, Pair] = {}
    for pair in sorted(pairs):
        if len(chosen) == most:
            break
        chosen.setdefault(pair.side, pair)
    return list(chosen.values())


Offers = tuple[dict[int, list[Offer]], dict[int, list[Offer]]]


def _sort_offers(town: Town) -> Offers:
    """The strengths by area, and by the group of areas."""
    by_area: dict[int, list[Offer]] = defaultdict(list)
    by_group: dict[int, list[Offer]] = defaultdict(list)
    for offer in town.offers:
        if offer.of_area:
            by_area[offer.area].append(offer)
        group = town.groups.get(offer.area)
        if offer.of_group and group is not None:
            by_group[group].append(offer)
    return by_area, by_group


def _build_pool(town: Town, offers: Offers, area: int, kind: Side) -> Pool:
    by_area, by_group = offers
    best: dict[int, tuple[int, int]] = {}
    group = town.groups.get(area)
    related = by_group.get(group, []) if group is not None else []
    for is_related, some in ((False, by_area.get(area, [])), (True, related)):
        for offer in some:
            if is_related and offer.area == area:
                continue
            other = town.sides.get(offer.side, Side())
            fit = compute_fit(offer.level, kind, other, is_related=is_related, is_old=offer.is_old)
            before = best.get(offer.side)
            if before is None or (-fit, offer.claim) < (-before[0], before[1]):
                best[offer.side] = (fit, offer.claim)
    levels: dict[int, list[int]] = defaultdict(list)
    for side in sorted(best):
        levels[best[side][0]].append(side)
    return Pool(sorted(levels.items(), reverse=True), best)


def _rank_need(town: Town, pool: Pool, need: Need) -> list[Pair]:
    """The best pairs of one growth area: the plain ones in order, and those with a tie or mutual help one by one."""
    barred, tied = town.barred.get(need.seeker, NOBODY), town.tied.get(need.seeker, NOBODY)
    helping = NOBODY.union(
        *(pool.best.keys() & town.wanted.get(area, NOBODY) for area in town.strong.get(need.seeker, ()))
    )
    special = helping | (pool.best.keys() & tied) if tied else helping
    most = town.places[need.seeker]
    found: list[Pair] = []
    for fit, sides in pool.levels:
        rank = -compute_score(fit, need.level, is_tied=False, helps_back=False)
        found += [
            Pair(rank, (side - need.seeker) % BEYOND, side, need.claim, pool.best[side][1])
            for side in _take_next(sides, need.seeker, most, barred, special)
        ]
        if len(found) >= most:
            break
    # Nobody below the last of these is among the best.
    last = found[-1].rank if len(found) >= most else 0
    return choose_best(chain(found, _weigh_special(pool, need, special - barred, (helping, tied), last)), most)


def _weigh_special(
    pool: Pool, need: Need, special: AbstractSet[int], kinds: tuple[AbstractSet[int], AbstractSet[int]], last: int
) -> Iterator[Pair]:
    """The pairs with a tie or mutual help (`kinds`: the sides that help, those that are known) that reach `last`."""
    helping, tied = kinds
    rates = {
        (is_tied, helps): compute_score(1, need.level, is_tied=is_tied, helps_back=helps)
        for is_tied in (False, True)
        for helps in (False, True)
    }
    for side in special:
        fit, strength = pool.best[side]
        rank = -fit * rates[side in tied, side in helping]
        if rank <= last and side != need.seeker:
            yield Pair(rank, (side - need.seeker) % BEYOND, side, need.claim, strength)


def _take_next(
    sides: list[int], seeker: int, most: int, barred: AbstractSet[int], special: AbstractSet[int]
) -> Iterator[int]:
    """The first `most` of the sides behind the seeker's own number, then from the beginning, without barred and special."""
    first = bisect_left(sides, seeker)
    turned = chain(islice(sides, first, None), islice(sides, first))
    return islice((one for one in turned if one not in special and one not in barred and one != seeker), most)
