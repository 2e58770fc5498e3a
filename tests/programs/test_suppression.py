"""No cell tells of fewer than five people, and none can be worked out from the others (invariant 54)."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.values.suppression import LEAST, hide_cells, hide_shares
from tests.machines import count_runs

TABLES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(0, 40), max_size=9)


def solve_hidden(table: dict[str, int], hidden: frozenset[str]) -> dict[str, tuple[int, int]]:
    """What somebody can say of each hidden cell who knows the whole table's sum, every cell that is shown and that no
    cell is empty that is hidden: between which numbers it lies. One equation with as many unknowns as cells are hidden:
    each is at least one, and at most what the others leave."""
    left = sum(table.values()) - sum(count for name, count in table.items() if name not in hidden)
    return {name: (1, left - (len(hidden) - 1)) if len(hidden) > 1 else (left, left) for name in hidden}


@settings(max_examples=count_runs(200), deadline=None)
@given(TABLES)
def test_nothing_shown_or_worked_out_tells_of_few_people(table: dict[str, int]) -> None:
    hidden = hide_cells(table)
    assert all(count == 0 or count >= LEAST for name, count in table.items() if name not in hidden)
    assert hidden <= {name for name, count in table.items() if count}
    if not hidden:
        return
    together = sum(table[name] for name in hidden)
    inhabited = [name for name, count in table.items() if count]
    # All together are no few people either, unless the whole table is.
    assert together >= LEAST or len(hidden) == len(inhabited)
    for low, high in solve_hidden(table, hidden).values():
        assert low < high or len(hidden) == len(inhabited)


@settings(max_examples=count_runs(100), deadline=None)
@given(TABLES)
def test_no_more_is_hidden_than_it_takes(table: dict[str, int]) -> None:
    hidden = hide_cells(table)
    spared = {name for name in hidden if table[name] >= LEAST}
    if spared:
        largest = max(table[name] for name in spared)
        # All of one size go together.
        assert not [name for name in table.keys() - hidden if table[name] == largest]
        others = [table[name] for name in hidden if name not in spared or table[name] < largest]
        # Where each of them can have but one number, more is needed.
        sure = {len(others), len(others) * (LEAST - 1)}
        assert len(others) < 2 or sum(others) < LEAST or sum(others) in sure


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ({"north": 40, "south": 60}, set()),
        ({"north": 40, "south": 3}, {"north", "south"}),
        ({"north": 40, "south": 3, "east": 12}, {"south", "east"}),
        # Three people in all would be told by subtraction.
        ({"north": 40, "south": 1, "east": 2, "west": 9}, {"south", "east", "west"}),
        ({"north": 40, "south": 4, "east": 4}, {"south", "east"}),
        # Beside a shown five, eight hidden people in two groups would be four and four.
        ({"north": 5, "south": 4, "east": 4}, {"north", "south", "east"}),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 40}, set("abcdef")),
        # Of two that are alike neither is shown: else which one was chosen would tell.
        ({"north": 8, "south": 8, "east": 2, "west": 9}, {"north", "south", "east"}),
        ({"north": 40, "south": 0, "east": 12}, set()),
        ({}, set()),
        ({"north": 2}, {"north"}),
    ],
)
def test_some_tables(table: dict[str, int], hidden: set[str]) -> None:
    assert hide_cells(table) == hidden


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ({"north": (30, 50), "south": (54, 60)}, set()),
        # One, four or all but three of them; the next smallest with each.
        ({"north": (1, 5), "south": (54, 60), "east": (20, 40)}, {"north", "east"}),
        ({"north": (4, 40), "south": (54, 60), "east": (20, 40)}, {"north", "east"}),
        ({"north": (37, 40), "south": (54, 60), "east": (20, 40)}, {"north", "east"}),
        # None of nine and all of nine say it of each of them; of ten and more it is a figure like others.
        ({"north": (0, 9), "south": (54, 60), "east": (20, 40)}, {"north", "east"}),
        ({"north": (9, 9), "south": (54, 60), "east": (20, 40)}, {"north", "east"}),
        ({"north": (0, 10), "south": (12, 12), "east": (20, 40)}, set()),
        # Two that are hidden are not enough while together they are of few.
        ({"north": (1, 9), "south": (2, 9), "east": (20, 40)}, {"north", "south", "east"}),
        ({"north": (0, 0), "south": (54, 60)}, set()),
    ],
)
def test_some_shares(table: dict[str, tuple[int, int]], hidden: set[str]) -> None:
    assert hide_shares(table) == hidden


def split_whole(groups: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way in which at most so many people are spread over so many groups."""
    if not groups:
        yield ()
        return
    for first in range(most + 1):
        for others in split_whole(groups - 1, most - first):
            yield first, *others


def list_tables(groups: int, most: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every table of shares with at most so many who are counted, and so many who are not."""
    for counted, others in product(split_whole(groups, most), repeat=2):
        yield tuple((one, one + other) for one, other in zip(counted, others, strict=True))


def list_seen(cells: tuple[Any, ...], hidden: frozenset[str]) -> tuple[Any, ...]:
    """All that somebody reads of a table who knows the whole as well: the cells that are shown, which ones are not, the
    sum of each part and in how many groups people are."""
    parts = [(cell,) if isinstance(cell, int) else (cell[0], cell[1] - cell[0]) for cell in cells]
    whole = tuple(sum(column) for column in zip(*parts, strict=True))
    return (tuple(None if str(n) in hidden else cell for n, cell in enumerate(cells)), whole)


@pytest.mark.parametrize(
    ("hide", "tables"), [(hide_cells, split_whole(4, 16)), (hide_shares, list_tables(3, 8))], ids=["people", "shares"]
)
def test_whoever_knows_the_rule_and_the_whole_cannot_tell_a_hidden_cell(hide: Any, tables: Any) -> None:
    """Every small table, with three in place of five: behind what is read there is always more than one that it can be."""
    behind = defaultdict(list)
    for cells in tables:
        behind[list_seen(cells, hide({str(n): cell for n, cell in enumerate(cells)}, 3))].append(cells)
    for (seen, whole), found in behind.items():
        # What the city's own figure tells, no hiding of groups can hide; so too where each group is one person.
        if min(whole) < 3 or whole == (sum(cell != 0 for cell in seen),):
            continue
        for n, cell in enumerate(seen):
            assert cell is not None or len({table[n] for table in found}) > 1, (seen, found)
