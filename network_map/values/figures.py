"""How much a network is a network: the figures of one quarter. Pure, over numbers and keys alone."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Pairs = Iterable[tuple[str, str]]
# From so many starts the mean path is measured in a large component: an even sample, in the order of the keys.
MOST_STARTS = 100
# Below so many collaborations a share says nothing.
FEW = 5


@dataclass(frozen=True)
class Joint:
    """A collaboration as the figures see it: the sectors of its sides, one entry each; None where a side has none."""

    sectors: tuple[int | None, ...]

    @property
    def is_without_public(self) -> bool:
        """No side is of the public sector, to which the municipality belongs."""
        return 1 not in self.sectors

    @property
    def crosses_sectors(self) -> bool:
        """Sides of at least two sectors take part."""
        return len(set(self.sectors) - {None}) > 1


@dataclass(frozen=True)
class Figures:
    """The figures of a quarter. `mean_path`: steps between two organisations that are tied, over organisations and people;
    None with fewer than two. `bridges`: ties without which a part would fall off."""

    collaborations: int = 0
    without_public: int = 0
    across_sectors: int = 0
    organisations: int = 0
    organisations_untied: int = 0
    people: int = 0
    people_untied: int = 0
    mean_path: float | None = None
    bridges: int = 0

    @property
    def is_thin(self) -> bool:
        """Too few collaborations to say anything by shares."""
        return self.collaborations < FEW

    @property
    def without_public_percent(self) -> float | None:
        """The share of collaborations without the public sector; None while they are too few."""
        return None if self.is_thin else round(100 * self.without_public / self.collaborations, 1)

    @property
    def across_sectors_percent(self) -> float | None:
        """The share of collaborations across sectors; None while they are too few."""
        return None if self.is_thin else round(100 * self.across_sectors / self.collaborations, 1)


def compute_figures(
    joints: Collection[Joint], organisations: Collection[str], people: Collection[str], pairs: Pairs
) -> Figures:
    """The figures of one quarter: its collaborations, who was there, and the pairs that were tied."""
    near = build_neighbours(pairs)
    return Figures(
        collaborations=len(joints),
        without_public=sum(one.is_without_public for one in joints),
        across_sectors=sum(one.crosses_sectors for one in joints),
        organisations=len(organisations),
        organisations_untied=sum(key not in near for key in organisations),
        people=len(people),
        people_untied=sum(key not in near for key in people),
        mean_path=measure_path(near, organisations),
        bridges=count_bridges(near),
    )


def build_neighbours(pairs: Pairs) -> dict[str, list[str]]:
    """For each who is tied, those it is tied with, each once, in the order of the keys."""
    near: dict[str, set[str]] = {}
    for one, other in pairs:
        if one != other:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    return {key: sorted(near[key]) for key in sorted(near)}


def find_components(near: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The parts that hang together, the largest first."""
    seen: set[str] = set()
    parts = []
    for key in near:
        if key not in seen:
            part = list(measure_steps(near, key))
            seen.update(part)
            parts.append(part)
    return sorted(parts, key=len, reverse=True)


def measure_steps(near: Mapping[str, Sequence[str]], start: str) -> dict[str, int]:
    """How many steps it is from the start to each that can be reached."""
    steps, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for key in near[here]:
            if key not in steps:
                steps[key] = steps[here] + 1
                waiting.append(key)
    return steps


def measure_path(near: Mapping[str, Sequence[str]], organisations: Collection[str]) -> float | None:
    """The mean number of steps between two organisations of the part in which most organisations hang together."""
    wanted = set(organisations)
    parts = [[key for key in part if key in wanted] for part in find_components(near)]
    most = max((len(keys) for keys in parts), default=0)
    part = sorted(next((keys for keys in parts if len(keys) == most), []))
    if len(part) < 2:
        return None
    starts = part[:: -(-len(part) // MOST_STARTS)]
    among = set(part)
    total = sum(sum(steps for key, steps in measure_steps(near, start).items() if key in among) for start in starts)
    return round(total / (len(starts) * (len(part) - 1)), 2)


def count_bridges(near: Mapping[str, Sequence[str]]) -> int:
    """The ties without which the part they lie in would fall into two (Tarjan 1974), without recursion."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    return sum(_count_from(root, near, order, low) for root in near if root not in order)


def _count_from(root: str, near: Mapping[str, Sequence[str]], order: dict[str, int], low: dict[str, int]) -> int:
    """Those of the part around `root`; `order`: when each was reached, `low`: the earliest that its branch reaches back to."""
    found = 0
    order[root] = low[root] = len(order)
    path = [(root, "", iter(near[root]))]
    while path:
        here, parent, rest = path[-1]
        following = next(rest, None)
        if following is None:
            path.pop()
            found += bool(parent) and _close_branch(here, parent, order, low)
        elif following not in order:
            order[following] = low[following] = len(order)
            path.append((following, here, iter(near[following])))
        elif following != parent:
            low[here] = min(low[here], order[following])
    return found


def _close_branch(here: str, parent: str, order: dict[str, int], low: dict[str, int]) -> bool:
    """Does nothing behind the tie of the two reach back past it?"""
    low[parent] = min(low[parent], low[here])
    return low[here] > order[parent]
