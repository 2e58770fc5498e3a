"""Whom each person could meet: the best pairs of a growth area with strengths, computed from plain numbers.

Sides are numbers: a person the number of the profile, an organisation its own below zero. `rank_pairs` gives the same as
going through all pairs one by one would (`tests/matching/slow.py` does), in a thousandth of the time: whom a strength
serves is computed once an area (`Pool`), how well it fits once a kind of seekers (`Ladder`), and only ties and mutual
help, which are few, one by one.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from educities.kit.memory import pause_collection
from matching.values.factors import Side, compute_link, compute_score, compute_worth

# Behind every number of a side.
BEYOND = 2**62
NOBODY: frozenset[int] = frozenset()
NO_KIND = Side()


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
    """The strengths that could serve in one area: the best of each side, whoever looks for it.

    `best`: by side, its worth, its strength and its kind. `alike`: the sides of the same kind and worth. `returns`: by area, those of
    the sides that want to grow in it, the worthiest first, each with its worth.
    """

    best: dict[int, tuple[int, int, Side]]
    alike: dict[tuple[Side, int], list[int]]
    returns: dict[int, list[tuple[int, int]]]


# A pair as it is sorted, made a `Pair` once it is chosen.
Found = tuple[int, int, int, int, int]


class Ladder:
    """How well the strengths of a pool fit seekers of one kind."""

    def __init__(self, pool: Pool, kind: Side) -> None:
        self.pool = pool
        self.links = {other: compute_link(kind, other) for other, _worth in pool.alike}
        self.highest = max(self.links.values(), default=0)
        steps: dict[int, list[list[int]]] = defaultdict(list)
        for (other, worth), some in pool.alike.items():
            steps[worth * self.links[other]].append(some)
        self._steps = sorted(steps.items(), reverse=True)
        self._merged: list[list[int]] = []

    def list_levels(self) -> Iterator[tuple[int, list[int]]]:
        """The fits, the best first, each with its sides in order; put in order as far as somebody asks."""
        for number, (fit, some) in enumerate(self._steps):
            if number == len(self._merged):
                self._merged.append(sorted(side for sides in some for side in sides))
            yield fit, self._merged[number]


@pause_collection()
def rank_pairs(town: Town) -> dict[int, list[Pair]]:
    """For each seeker with a place the best pairs, each other side once."""
    needs: dict[int, dict[Side, list[Need]]] = defaultdict(lambda: defaultdict(list))
    for need in town.needs:
        if town.places.get(need.seeker, 0) > 0:
            needs[need.area][town.sides.get(need.seeker, NO_KIND)].append(need)
    offers, wishes = _sort_offers(town), _turn_around(town.wanted)
    found: dict[int, list[Found]] = defaultdict(list)
    for area, by_kind in needs.items():
        pool = _build_pool(town, offers, wishes, area)
        for kind, some in by_kind.items():
            ladder = Ladder(pool, kind)
            for need in some:
                found[need.seeker] += _rank_need(town, ladder, need)
    return {seeker: choose_best(pairs, town.places[seeker]) for seeker, pairs in found.items()}


def choose_best(pairs: Iterable[Found], most: int) -> list[Pair]:
    """The best `most` of the pairs of one seeker, each other side once."""
    chosen: dict[int, Pair] = {}
    for pair in sorted(pairs):
        if len(chosen) == most:
            break
        if pair[2] not in chosen:
            chosen[pair[2]] = Pair._make(pair)
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


def _turn_around(wanted: Mapping[int, AbstractSet[int]]) -> dict[int, list[int]]:
    """The areas in which each side wants to grow."""
    wishes: dict[int, list[int]] = defaultdict(list)
    for area, sides in wanted.items():
        for side in sides:
            wishes[side].append(area)
    return wishes


def _build_pool(town: Town, offers: Offers, wishes: Mapping[int, list[int]], area: int) -> Pool:
    best = _find_best(town, offers, area)
    alike: dict[tuple[Side, int], list[int]] = defaultdict(list)
    returns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for side, (worth, _claim, kind) in best.items():
        alike[kind, worth].append(side)
        for wish in wishes.get(side, ()):
            returns[wish].append((worth, side))
    for some in returns.values():
        some.sort(reverse=True)
    return Pool(best, alike, returns)


def _find_best(town: Town, offers: Offers, area: int) -> dict[int, tuple[int, int, Side]]:
    """Of each side the strength that serves best in the area."""
    by_area, by_group = offers
    group = town.groups.get(area)
    same = by_area.get(area, [])
    related = [offer for offer in by_group.get(group, []) if offer.area != area] if group is not None else []
    best: dict[int, tuple[int, int, Side]] = {}
    for is_related, some in ((False, same), (True, related)):
        for claim, side, _area, level, is_old, _of_area, _of_group in some:
            worth = compute_worth(level, is_related=is_related, is_old=is_old)
            before = best.get(side)
            if before is None or (-worth, claim) < (-before[0], before[1]):
                best[side] = (worth, claim, town.sides.get(side, NO_KIND))
    return best


def _rank_need(town: Town, ladder: Ladder, need: Need) -> list[Found]:
    """The best pairs of one growth area: in the order of the ladder, and those with a tie or mutual help one by one.

    A side that helps back stands higher than its step says, so that the others of the first steps are no fewer than enough.
    """
    seeker, most, best = need.seeker, town.places[need.seeker], ladder.pool.best
    barred = town.barred.get(seeker, NOBODY)
    known = {side for side in town.tied.get(seeker, ()) if side in best} - barred
    skipped = {seeker, *barred, *known}
    plain = _list_rates(need.level)[False, False]
    found: list[Found] = []
    for fit, sides in ladder.list_levels():
        found += [
            (-fit * plain, (side - seeker) % BEYOND, side, need.claim, best[side][1])
            for side in _take_next(sides, seeker, most - len(found), skipped)
        ]
        if len(found) == most:
            break
    # Nobody below the last of these is among the best.
    last = found[-1][0] if len(found) == most else 0
    found += _weigh_returns(town, ladder, need, skipped, last)
    return found + _weigh_known(town, ladder, need, known - {seeker}) if known else found


@cache
def _list_rates(level: int) -> dict[tuple[bool, bool], int]:
    """What a growth area of this level makes of a fit, by whether the two have a tie, and whether they help each other."""
    both = (False, True)
    return {
        (is_tied, helps): compute_score(1, level, is_tied=is_tied, helps_back=helps)
        for is_tied in both
        for helps in both
    }


def _weigh_returns(town: Town, ladder: Ladder, need: Need, skipped: AbstractSet[int], last: int) -> list[Found]:
    """The strangers whom the seeker could help back, as far as they reach `last`."""
    seeker, links, best, returns = need.seeker, ladder.links, ladder.pool.best, ladder.pool.returns
    rate = _list_rates(need.level)[False, True]
    least = -last / (rate * ladder.highest) if last else 0
    found = []
    for area in town.strong.get(seeker, ()):
        for worth, side in returns.get(area, ()):
            if worth < least:
                break
            _worth, claim, kind = best[side]
            rank = -worth * links[kind] * rate
            if rank <= last and side not in skipped:
                found.append((rank, (side - seeker) % BEYOND, side, need.claim, claim))
    return found


def _weigh_known(town: Town, ladder: Ladder, need: Need, known: AbstractSet[int]) -> list[Found]:
    """Whom the seeker knows already."""
    rates, pool = _list_rates(need.level), ladder.pool
    helping = {side for area in town.strong.get(need.seeker, ()) for _worth, side in pool.returns.get(area, ())}
    found = []
    for side in known:
        worth, claim, kind = pool.best[side]
        rank = -worth * ladder.links[kind] * rates[True, side in helping]
        found.append((rank, (side - need.seeker) % BEYOND, side, need.claim, claim))
    return found


def _take_next(sides: list[int], seeker: int, most: int, skipped: AbstractSet[int]) -> list[int]:
    """The first `most` of the sides behind the seeker's own number, then from the beginning, without the skipped ones."""
    first, window = bisect_left(sides, seeker), most + len(skipped)
    turned = sides[first : first + window]
    if len(turned) < window:
        turned += sides[: min(first, window - len(turned))]
    return [side for side in turned if side not in skipped][:most]
