"""Where the marks of a map stand: groups that belong together lie on islands. Pure; the same network, the same places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

Point = tuple[float, float]
Weights = Mapping[str, Mapping[str, float]]
ALONE = "alone"
STEP, MARGIN, GOLDEN = 34.0, 30.0, pi * (3 - sqrt(5))
# Marks of an island up to this size push and draw each other; on larger ones they stand in a sunflower's order.
MOST_DRAWN_TOGETHER, ROUNDS, IDEAL = 50, 30, STEP * 1.5
WIDE = 1.5


@dataclass(frozen=True)
class Island:
    """A group: its key is that of its best tied mark, or `alone` for those without any tie."""

    key: str
    members: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0


@dataclass(frozen=True)
class Places:
    """Islands, the largest first, and the place of each mark."""

    islands: tuple[Island, ...]
    points: Mapping[str, Point]


def place_nodes(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Places:
    """A place for each key: those who are tied closely on one island, islands that are tied beside each other."""
    weights: dict[str, dict[str, float]] = {key: {} for key in sorted(keys)}
    for one, other in sorted(pairs):
        if one != other:
            weights[one][other] = weights[one].get(other, 0.0) + 1
            weights[other][one] = weights[other].get(one, 0.0) + 1
    groups = _find_groups(weights)
    inner = [_place_group(members, weights) for members in groups]
    names = [_name_group(members, weights) for members in groups]
    centres = _place_islands(groups, [radius for _points, radius in inner], weights)
    islands, points = [], {}
    for name, members, (own, radius), (x, y) in zip(names, groups, inner, centres, strict=True):
        islands.append(Island(name, tuple(members), round(x, 1), round(y, 1), round(radius, 1)))
        points.update({key: (round(x + a, 1), round(y + b, 1)) for key, (a, b) in own.items()})
    return Places(tuple(islands), points)


def _name_group(members: Sequence[str], weights: Weights) -> str:
    return members[0] if weights[members[0]] else ALONE


def _find_groups(weights: Weights) -> list[list[str]]:
    """Marks that are tied more closely with each other than with the rest; those without any tie are one group."""
    home = _join_greedily(weights)
    groups: dict[str, list[str]] = {}
    for key in weights:
        groups.setdefault(home[key] if weights[key] else ALONE, []).append(key)
    strong = {key: (-sum(weights[key].values()), key[0] != "o", key) for key in weights}
    found = [sorted(members, key=strong.__getitem__) for members in groups.values()]
    return sorted(found, key=lambda members: (_name_group(members, weights) == ALONE, -len(members), members[0]))


def _join_greedily(weights: Weights) -> dict[str, str]:
    """The group of each mark, by the method of Blondel et al. 2008: marks move to the neighbouring group that gains most
    modularity, then groups are marks, until nothing moves."""
    home = {key: key for key in weights}
    level: Weights = weights
    for _round in range(12):
        moved = _move_marks(level)
        if all(moved[key] == key for key in moved):
            return home
        home = {key: moved[place] for key, place in home.items()}
        level = _gather_groups(level, moved)
    return home


def _move_marks(weights: Weights) -> dict[str, str]:
    home = {key: key for key in weights}
    degree = {key: sum(near.values()) for key, near in weights.items()}
    total, doubled = dict(degree), sum(degree.values()) or 1.0
    for _round in range(20):
        changes = 0
        for key, near in weights.items():
            total[home[key]] -= degree[key]
            links = _sum_links(key, near, home)
            best = _choose_group(home[key], links, total, degree[key] / doubled)
            total[best] += degree[key]
            home[key], changes = best, changes + (best != home[key])
        if not changes:
            break
    return home


def _sum_links(key: str, near: Mapping[str, float], home: Mapping[str, str]) -> dict[str, float]:
    """How strongly the mark is tied with each group."""
    links: dict[str, float] = {}
    for other, weight in near.items():
        if other != key:
            links[home[other]] = links.get(home[other], 0.0) + weight
    return links


def _choose_group(old: str, links: Mapping[str, float], total: Mapping[str, float], share: float) -> str:
    """The group that gains most; the one of before where another gains no more."""
    gains = {group: links.get(group, 0.0) - total[group] * share for group in sorted({*links, old})}
    best = max(gains, key=gains.__getitem__)
    return best if gains[best] > gains[old] + 1e-9 else old


def _gather_groups(weights: Weights, home: Mapping[str, str]) -> Weights:
    gathered: dict[str, dict[str, float]] = {home[key]: {} for key in weights}
    for key, near in weights.items():
        into = gathered[home[key]]
        for other, weight in near.items():
            into[home[other]] = into.get(home[other], 0.0) + weight
    return gathered


def _place_group(members: Sequence[str], weights: Weights) -> tuple[dict[str, Point], float]:
    """The places around the middle of the island, and how far it reaches."""
    points = {
        key: (STEP * 0.8 * sqrt(n) * cos(n * GOLDEN), STEP * 0.8 * sqrt(n) * sin(n * GOLDEN))
        for n, key in enumerate(members)
    }
    if 3 < len(members) <= MOST_DRAWN_TOGETHER and weights[members[0]]:
        points = _let_push(points, weights)
    middle = tuple(sum(point[axis] for point in points.values()) / len(points) for axis in (0, 1))
    points = {key: (x - middle[0], y - middle[1]) for key, (x, y) in points.items()}
    return points, max(hypot(x, y) for x, y in points.values()) + MARGIN


def _let_push(points: dict[str, Point], weights: Weights) -> dict[str, Point]:
    """Marks push each other away and ties draw together (Fruchterman and Reingold 1991), less each round."""
    keys = list(points)
    places = [list(points[key]) for key in keys]
    number = {key: n for n, key in enumerate(keys)}
    ties = [(number[key], number[other]) for key in keys for other in weights[key] if other in number and key < other]
    for turn in range(ROUNDS):
        force = [[-x * 0.12, -y * 0.12] for x, y in places]
        _add_pushes(places, force)
        _add_pulls(places, ties, force)
        most = STEP * 2 * (1 - turn / ROUNDS)
        for place, (fx, fy) in zip(places, force, strict=True):
            far = hypot(fx, fy) or 1.0
            place[0] += fx / far * min(far, most)
            place[1] += fy / far * min(far, most)
    return {key: (place[0], place[1]) for key, place in zip(keys, places, strict=True)}


def _add_pushes(places: Sequence[Sequence[float]], force: Sequence[list[float]]) -> None:
    for a, (ax, ay) in enumerate(places):
        own = force[a]
        for b in range(a):
            dx, dy = ax - places[b][0], ay - places[b][1]
            push = IDEAL * IDEAL / (dx * dx + dy * dy + 1.0)
            own[0] += dx * push
            own[1] += dy * push
            force[b][0] -= dx * push
            force[b][1] -= dy * push


def _add_pulls(
    places: Sequence[Sequence[float]], ties: Iterable[tuple[int, int]], force: Sequence[list[float]]
) -> None:
    for a, b in ties:
        dx, dy = places[a][0] - places[b][0], places[a][1] - places[b][1]
        pull = hypot(dx, dy) / IDEAL
        force[a][0] -= dx * pull
        force[a][1] -= dy * pull
        force[b][0] += dx * pull
        force[b][1] += dy * pull


def _place_islands(groups: Sequence[Sequence[str]], radii: Sequence[float], weights: Weights) -> list[Point]:
    """One island after the other, the largest in the middle, each as near as it can be to those with which it is tied."""
    home = {key: number for number, members in enumerate(groups) for key in members}
    placed: list[Point] = []
    for number, members in enumerate(groups):
        tied = [home[other] for key in members for other in weights[key] if home[other] < number]
        wish = [placed[other] for other in tied] or [(0.0, 0.0)]
        at = (sum(x for x, _y in wish) / len(wish), sum(y for _x, y in wish) / len(wish))
        placed.append(_find_free(at, radii[number], placed, radii))
    return placed


def _find_free(at: Point, radius: float, placed: Sequence[Point], radii: Sequence[float]) -> Point:
    """The first free place on a spiral around `at`."""
    near = sorted(
        zip(placed, radii, strict=False), key=lambda one: hypot(one[0][0] - at[0], one[0][1] - at[1]) - one[1]
    )
    step, turn = max(radius * 0.35, 9.0), 0
    while True:
        far = step * sqrt(turn)
        x, y = at[0] + WIDE * far * cos(turn * GOLDEN), at[1] + far * sin(turn * GOLDEN)
        if all((x - a) ** 2 + (y - b) ** 2 >= (radius + other + 10) ** 2 for (a, b), other in near):
            return x, y
        turn += 1
