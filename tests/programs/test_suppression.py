"""No cell tells of fewer than five people, and none can be worked out from the others (invariant 54)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.values.suppression import LEAST, hide_cells
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
        largest = max(spared, key=lambda name: (table[name], name))
        others = hidden - {largest}
        assert len(others) < 2 or sum(table[name] for name in others) < LEAST


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ({"north": 40, "south": 60}, set()),
        ({"north": 40, "south": 3}, {"north", "south"}),
        ({"north": 40, "south": 3, "east": 12}, {"south", "east"}),
        # Three people in all would be told by subtraction.
        ({"north": 40, "south": 1, "east": 2, "west": 9}, {"south", "east", "west"}),
        ({"north": 40, "south": 4, "east": 4}, {"south", "east"}),
        ({"north": 40, "south": 0, "east": 12}, set()),
        ({}, set()),
        ({"north": 2}, {"north"}),
    ],
)
def test_some_tables(table: dict[str, int], hidden: set[str]) -> None:
    assert hide_cells(table) == hidden
