"""The figures of a quarter against a slow and obvious computation, over random small networks."""

import random
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest

from network_map.values import Quarter, list_quarters, quarter_of
from network_map.values.figures import Figures, Joint, build_neighbours, compute_figures


def steps_between(pairs: Any, one: str, other: str) -> int | None:
    """By widening the circle until the other is in it."""
    reached, steps = {one}, 0
    while other not in reached:
        wider = reached | {b for a, b in pairs if a in reached} | {a for a, b in pairs if b in reached}
        if wider == reached:
            return None
        reached, steps = wider, steps + 1
    return steps


def count_parts(keys: Any, pairs: Any) -> int:
    part = {key: key for key in keys}
    for _round in keys:
        for a, b in pairs:
            part[a] = part[b] = min(part[a], part[b])
    return len(set(part.values()))


@pytest.mark.parametrize("seed", range(60))
def test_figures_are_those_of_the_slow_way(seed: int) -> None:
    chance = random.Random(seed)
    keys = [f"{'op'[n % 2]}{n}" for n in range(chance.randint(2, 12))]
    pairs = {tuple(sorted(chance.sample(keys, 2))) for _tie in range(chance.randint(0, 14))}
    organisations = [key for key in keys if key[0] == "o"]
    found = compute_figures([], organisations, [key for key in keys if key[0] == "p"], pairs)

    tied = {key for pair in pairs for key in pair}
    assert found.organisations_untied == len(set(organisations) - tied)
    assert found.people_untied == len({key for key in keys if key[0] == "p"} - tied)
    whole = count_parts(keys, pairs)
    assert found.bridges == sum(count_parts(keys, pairs - {pair}) > whole for pair in pairs)
    groups: dict[Any, list[int]] = {}
    for one in organisations:
        mates = [steps for other in organisations if other != one and (steps := steps_between(pairs, one, other))]
        group = frozenset(other for other in organisations if steps_between(pairs, one, other) is not None)
        groups.setdefault(group, []).extend(mates)
    most = max((len(group) for group in groups), default=0)
    means = {round(sum(steps) / len(steps), 2) for group, steps in groups.items() if len(group) == most and steps}
    assert found.mean_path in means if most > 1 else found.mean_path is None


def test_shares_count_sectors() -> None:
    joints = [Joint((1, 2)), Joint((2, 3)), Joint((3, 3)), Joint((None, 1)), Joint((None, 4))]
    found = compute_figures(joints, [], [], [])
    assert (found.without_public_percent, found.across_sectors_percent) == (60.0, 40.0)


def test_few_collaborations_have_no_share() -> None:
    found = compute_figures([Joint((2, 3))] * 4, [], [], [])
    assert found.without_public_percent is None


def test_neighbours_are_listed_once() -> None:
    assert build_neighbours([("a", "b"), ("b", "a"), ("a", "a")]) == {"a": ["b"], "b": ["a"]}


def test_empty_network_has_plain_figures() -> None:
    assert compute_figures([], [], [], []) == Figures()


def test_quarters_follow_each_other() -> None:
    quarters = list_quarters(date(2019, 5, 1), date(2026, 11, 29))
    assert (len(quarters), quarters[0].code, quarters[-1].code) == (13, "2023-Q4", "2026-Q4")
    assert all(one.ends_on < other.begins_on and one.following == other for one, other in pairwise(quarters))
    assert all(other.before == one for one, other in pairwise(quarters))
    assert [quarter_of(date(2026, month, 1)).number for month in (1, 3, 4, 12)] == [1, 1, 2, 4]
    assert list_quarters(None, date(2026, 1, 5)) == [Quarter(2026, 1)]


def test_pairs_of_a_group_make_no_bridge() -> None:
    assert compute_figures([], [], [], list(combinations("abc", 2))).bridges == 0
