"""What one map shows: the marks and lines that both the picture and its table are made of."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

from django.core.cache import cache

from network_map.values import MOST_DRAWN, Network, Node, Quarter, Tie
from network_map.values.places import ALONE, Island, Places, place_nodes

KEPT_SECONDS = 7 * 24 * 3600
MOST_WIDE = 1040.0


class Choice(NamedTuple):
    """What a reader chose to see. `around`: the key of a mark. `island`: the key of a group."""

    quarter: Quarter
    sector: int | None = None
    area: int | None = None
    circle: str = ""
    around: str = ""
    island: str = ""


@dataclass(frozen=True)
class Mark:
    """A mark of the picture and a row of the table. `count`: how many a group holds; 0 for a mark that is no group."""

    key: str
    name: str
    kind: str
    sector: int
    x: float
    y: float
    near: tuple[str, ...] = ()
    count: int = 0
    radius: float = 0.0


@dataclass(frozen=True)
class Line:
    """`look`: work, proposed or seat."""

    one: str
    other: str
    look: str


@dataclass(frozen=True)
class Scene:
    """All that one picture shows. `islands`: the grounds under its marks. `is_grouped`: its marks are groups."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    islands: tuple[Island, ...] = ()
    is_grouped: bool = False

    @property
    def by_key(self) -> dict[str, Mark]:
        """The marks by their keys."""
        return {mark.key: mark for mark in self.marks}


def find_places(city_id: int, network: Network) -> Places:
    """Where everything stands, the same in every quarter; reckoned once for a network, then kept for a week."""
    pairs = sorted({(tie.one, tie.other) for tie in network.ties})
    keys = sorted(node.key for node in network.nodes)
    digest = hashlib.sha256(repr((keys, pairs)).encode()).hexdigest()
    key = f"network-map:{city_id}:{digest}"
    found = cache.get(key)
    if found is None:
        found = place_nodes(keys, pairs)
        cache.set(key, found, KEPT_SECONDS)
    return found


def narrow_network(network: Network, choice: Choice) -> Network:
    """As it was in the quarter, with what the reader chose."""
    there = network.at_quarter(choice.quarter)
    ties = [tie for tie in there.ties if _is_wanted(tie, choice)]
    if choice.area or choice.circle:
        there = Network(there.nodes, tuple(ties)).cut_to(key for tie in ties for key in (tie.one, tie.other))
    if choice.sector:
        own = {node.key for node in there.nodes if node.sector == choice.sector}
        there = _keep_near(there, own)
    return _keep_near(there, {choice.around}) if choice.around in there.by_key else there


def _is_wanted(tie: Tie, choice: Choice) -> bool:
    if choice.area and tie.area != choice.area:
        return False
    return not choice.circle or tie.circle == choice.circle


def _keep_near(network: Network, own: set[str]) -> Network:
    """These, whom they are tied with, and the lines that lead to one of these."""
    ties = tuple(tie for tie in network.ties if tie.one in own or tie.other in own)
    return Network(network.nodes, ties).cut_to(own | {key for tie in ties for key in (tie.one, tie.other)})


def build_scene(network: Network, places: Places, choice: Choice) -> Scene:
    """The picture of a narrowed network: each mark, or above 150 marks the groups they form; one of these when opened."""
    islands = {island.key: island for island in places.islands}
    if choice.island in islands:
        network = network.cut_to(islands[choice.island].members)
    elif len(network.nodes) > MOST_DRAWN:
        return _build_groups(network, places)
    lines = list_lines(network.ties)
    near = _list_near(lines)
    marks = tuple(_build_mark(node, places, near) for node in sorted(network.nodes, key=_sort_key))
    there = {mark.key for mark in marks}
    grounds = tuple(island for island in places.islands if there.intersection(island.members))
    return Scene(marks, lines, grounds)


def list_lines(ties: Iterable[Tie]) -> tuple[Line, ...]:
    """One line for each two, whatever ties them: the work they do, else what is proposed, else a seat."""
    order = {"work": 0, "proposed": 1, "seat": 2}
    found: dict[tuple[str, str], str] = {}
    for tie in ties:
        look = "seat" if tie.is_seat else "proposed" if tie.is_proposed else "work"
        pair = (min(tie.one, tie.other), max(tie.one, tie.other))
        found[pair] = min(look, found.get(pair, look), key=order.__getitem__)
    return tuple(Line(one, other, look) for (one, other), look in sorted(found.items()))


def _list_near(lines: Iterable[Line]) -> Mapping[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for line in lines:
        near.setdefault(line.one, []).append(line.other)
        near.setdefault(line.other, []).append(line.one)
    return {key: tuple(sorted(keys)) for key, keys in near.items()}


def _sort_key(node: Node) -> tuple[str, str, str]:
    return ("" if node.kind == "organisation" else node.kind, node.name, node.key)


def _build_mark(node: Node, places: Places, near: Mapping[str, tuple[str, ...]]) -> Mark:
    x, y = places.points[node.key]
    return Mark(node.key, node.name, node.kind, node.sector, x, y, near.get(node.key, ()))


def _build_groups(network: Network, places: Places) -> Scene:
    """A mark for each group that has somebody there, named after its best tied one."""
    nodes, home = network.by_key, {key: island.key for island in places.islands for key in island.members}
    counts = Counter(home[key] for key in nodes)
    pairs = Counter(
        (min(home[tie.one], home[tie.other]), max(home[tie.one], home[tie.other]))
        for tie in network.ties
        if home[tie.one] != home[tie.other]
    )
    lines = tuple(Line(one, other, "work" if n > 1 else "seat") for (one, other), n in sorted(pairs.items()))
    near = _list_near(lines)
    marks = [
        Mark(
            island.key,
            _name_island(island, nodes),
            "group",
            0,
            island.x,
            island.y,
            near.get(island.key, ()),
            counts[island.key],
            round(min(island.radius, 14 * sqrt(counts[island.key])), 1),
        )
        for island in places.islands
        if counts[island.key]
    ]
    return Scene(tuple(marks), lines, is_grouped=True)


def _name_island(island: Island, nodes: Mapping[str, Node]) -> str:
    if island.key == ALONE:
        return ""
    return next((nodes[key].name for key in island.members if key in nodes), "")


def mirror_scene(scene: Scene) -> Scene:
    """The same for a page that is read from the right."""
    return replace(
        scene,
        marks=tuple(replace(mark, x=-mark.x) for mark in scene.marks),
        islands=tuple(replace(island, x=-island.x) for island in scene.islands),
    )


def join_scenes(scenes: Iterable[Scene]) -> Scene:
    """Every mark and ground of any of these, without lines: the frame in which all of them keep their places."""
    scenes = list(scenes)
    marks = {mark.key: mark for scene in scenes for mark in scene.marks}
    grounds = {(one.x, one.y, one.radius): one for scene in scenes for one in scene.islands}
    return replace(scenes[-1], marks=tuple(marks.values()), lines=(), islands=tuple(grounds.values()))


def fit_scene(scene: Scene, around: Scene) -> Scene:
    """The same, drawn together until `around` is no wider than a page, so that names and marks keep their size."""
    ends = [(one.x - one.radius, one.x + one.radius) for one in around.islands]
    ends += [(one.x - one.radius, one.x + one.radius) for one in around.marks]
    wide = max(right for _left, right in ends) - min(left for left, _right in ends)
    part = min(1.0, MOST_WIDE / wide) if wide else 1.0

    def shrink(number: float) -> float:
        return round(number * part, 1)

    return replace(
        scene,
        marks=tuple(replace(one, x=shrink(one.x), y=shrink(one.y), radius=shrink(one.radius)) for one in scene.marks),
        islands=tuple(
            replace(one, x=shrink(one.x), y=shrink(one.y), radius=shrink(one.radius)) for one in scene.islands
        ),
    )
