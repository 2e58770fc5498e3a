"""Who talks with whom: groups of three to five of mixed sectors, with few who have met, and no adult alone with children."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

SIZE = 4
SMALLEST, LARGEST = 3, 5
# What a pair costs that has met before, and one of the same sector.
MET_COST, SECTOR_COST = 3, 2
# So often all pairs of people are tried in each other's places.
MOST_PASSES = 8


class Guest(NamedTuple):
    """One person of the exchange: by number, with the sector (None: of none)."""

    number: int
    sector: int | None = None
    is_minor: bool = False


Pairs = Mapping[frozenset[int], int]
Group = list[Guest]


def count_meetings(rounds: Iterable[Iterable[Iterable[int]]]) -> Counter[frozenset[int]]:
    """How often each two have sat in one group. `rounds`: of each the groups, by numbers."""
    return Counter(
        frozenset(pair) for groups in rounds for group in groups for pair in combinations(sorted(set(group)), 2)
    )


def propose_groups(people: Sequence[Guest], met: Pairs) -> list[list[int]]:
    """The groups of a round, by numbers: three or four in each, five where there are no more than five people.

    Sectors are mixed and those who have met are apart as far as a search by exchanging pairs finds it; the same people
    and meetings give the same groups. A group with a minor has two adults or none: of few adults two go along with some
    of the children, and the others sit with whoever leads the exchange. A single adult sits apart from children.
    """
    adults = [one for one in people if not one.is_minor]
    minors = [one for one in people if one.is_minor]
    if minors and len(adults) == 1:
        return [[adults[0].number], *propose_groups(minors, met)]
    groups = _seat_people(adults, minors, met)
    _exchange_places(groups, met)
    return [[one.number for one in group] for group in groups]


def list_sizes(n: int) -> list[int]:
    """How many sit in each group."""
    if n <= LARGEST:
        return [n] if n else []
    count = -(-n // SIZE)
    return [n // count + (place < n % count) for place in range(count)]


def find_free_group(groups: Sequence[Sequence[Guest]], late: Guest) -> int | None:
    """The place of the smallest group that somebody who comes late may join; None: they sit with who leads the exchange."""
    fitting = [place for place, group in enumerate(groups) if is_safe([*group, late])]
    return min(fitting, key=lambda place: len(groups[place]), default=None)


def is_safe(group: Sequence[Guest]) -> bool:
    """No adult is alone with children."""
    adults = sum(not one.is_minor for one in group)
    return adults != 1 or adults == len(group)


def _seat_people(adults: Group, minors: Group, met: Pairs) -> list[Group]:
    """Each person in the group where they cost least; adults first, two at least in each group that has any."""
    sizes = list_sizes(len(adults) + len(minors))
    groups: list[Group] = [[] for _size in sizes]
    mixed = min(len(sizes), len(adults) // 2) if minors else len(sizes)
    shares = [len(adults) // mixed + (place < len(adults) % mixed) for place in range(mixed)] if mixed else []
    for one in _order_by_sector(adults):
        open_to = [place for place in range(mixed) if len(groups[place]) < min(shares[place], sizes[place])]
        _seat_person(
            one, groups, open_to or [place for place in range(len(sizes)) if len(groups[place]) < sizes[place]], met
        )
    for one in _order_by_sector(minors):
        _seat_person(one, groups, [place for place, size in enumerate(sizes) if len(groups[place]) < size], met)
    return groups


def _seat_person(one: Guest, groups: list[Group], open_to: Sequence[int], met: Pairs) -> None:
    place = min(open_to, key=lambda number: (_cost_of(one, groups[number], met), len(groups[number]), number))
    groups[place].append(one)


def _order_by_sector(people: Group) -> Group:
    """The largest sectors first: they are the hardest to keep apart."""
    sizes = Counter(one.sector for one in people)
    return sorted(people, key=lambda one: (-sizes[one.sector], one.sector or 0, one.number))


def _cost_of(one: Guest, others: Iterable[Guest], met: Pairs) -> int:
    """What it costs that this person sits with the others."""
    return sum(
        MET_COST * met.get(frozenset((one.number, other.number)), 0) ** 2
        + SECTOR_COST * (one.sector is not None and one.sector == other.sector)
        for other in others
        if other.number != one.number
    )


def _exchange_places(groups: list[Group], met: Pairs) -> None:
    """Two people change places as long as it gets better; an adult with an adult, a child with a child."""
    pairs = list(combinations(range(len(groups)), 2))
    for _pass in range(MOST_PASSES):
        improved = sum(_improve_pair(groups[one], groups[other], met) for one, other in pairs)
        if not improved:
            return


def _improve_pair(first: Group, second: Group, met: Pairs) -> bool:
    for here in range(len(first)):
        for there in range(len(second)):
            one, other = first[here], second[there]
            if one.is_minor != other.is_minor:
                continue
            before = _cost_of(one, first, met) + _cost_of(other, second, met)
            after = _cost_of(other, _list_others(first, one), met) + _cost_of(one, _list_others(second, other), met)
            if after < before:
                first[here], second[there] = other, one
                return True
    return False


def _list_others(group: Group, one: Guest) -> Group:
    return [other for other in group if other.number != one.number]
