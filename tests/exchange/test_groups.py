"""Groups of a round: a function of people and of who has met, and nothing else."""

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.values.groups import Guest, count_meetings, find_free_group, is_safe, list_sizes, propose_groups

PEOPLE = st.lists(st.tuples(st.sampled_from([None, 1, 2, 3, 4]), st.booleans()), max_size=40).map(
    lambda rows: [Guest(n, sector, minor) for n, (sector, minor) in enumerate(rows, start=1)]
)


def rounds_of(people, n=3):
    met, rounds = Counter(), []
    for _round in range(n):
        rounds.append(propose_groups(people, met))
        met = count_meetings(rounds)
    return rounds, met


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE)
def test_everybody_sits_once_and_no_adult_is_alone_with_children(people):
    by_number = {one.number: one for one in people}
    for groups in rounds_of(people)[0]:
        assert sorted(number for group in groups for number in group) == sorted(by_number)
        for group in groups:
            assert is_safe([by_number[number] for number in group])


@settings(max_examples=40, deadline=None)
@given(
    people=PEOPLE.map(lambda rows: [one._replace(is_minor=False) for one in rows]).filter(lambda rows: len(rows) >= 3)
)
def test_three_to_five_sit_together(people):
    assert {len(group) for groups in rounds_of(people)[0] for group in groups} <= {3, 4, 5}


def test_the_sizes():
    assert [list_sizes(n) for n in (0, 2, 5, 6, 7, 9, 11, 60)] == [
        [], [2], [5], [3, 3], [4, 3], [3, 3, 3], [4, 4, 3], [4] * 15,
    ]  # fmt: skip


def test_of_sixty_people_of_four_sectors_each_group_has_all_four_and_nobody_meets_twice():
    people = [Guest(n, 1 + n % 4) for n in range(60)]
    rounds, met = rounds_of(people)
    sector = {one.number: one.sector for one in people}
    assert all(sorted(sector[number] for number in group) == [1, 2, 3, 4] for groups in rounds for group in groups)
    assert max(met.values()) == 1


def test_where_one_sector_is_the_largest_its_people_are_spread():
    people = [Guest(n, 1 if n < 8 else 2) for n in range(12)]
    sector = {one.number: one.sector for one in people}
    for groups in rounds_of(people)[0]:
        assert max(sum(sector[number] == 1 for number in group) for group in groups) == 3


def test_few_meet_again_where_not_all_can_be_new():
    people = [Guest(n, None) for n in range(12)]
    _rounds, met = rounds_of(people)
    assert max(met.values()) <= 2
    assert sum(n > 1 for n in met.values()) <= 12


def test_the_same_people_give_the_same_groups():
    people = [Guest(n, n % 3 or None, n % 7 == 0) for n in range(23)]
    assert propose_groups(people, {}) == propose_groups(people, {})


def test_few_adults_sit_two_by_two_with_some_of_the_children():
    people = [Guest(1), Guest(2), Guest(3), *(Guest(n, None, True) for n in range(4, 16))]
    groups = propose_groups(people, {})
    adults = [sum(number <= 3 for number in group) for group in groups]
    assert sorted(adults) == [0, 0, 0, 3]


def test_who_comes_late_sits_where_fewest_sit_and_no_child_with_one_adult():
    adults, pair = [Guest(1), Guest(2), Guest(3)], [Guest(4), Guest(5, None, True), Guest(6)]
    children = [Guest(7, None, True), Guest(8, None, True)]
    assert find_free_group([adults, pair, children], Guest(9)) == 0
    assert find_free_group([[Guest(1)], pair], Guest(9, None, True)) == 1
    assert find_free_group([children], Guest(9)) is None


def test_all_pairs_of_a_group_have_met():
    assert count_meetings([[[1, 2, 3]]]) == {frozenset(pair): 1 for pair in combinations([1, 2, 3], 2)}
