from datetime import date, timedelta
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.values import scoring
from programs.values.calendar import five_years, same_day

NUMBERS = st.decimals(min_value=0, max_value=10_000, places=2)


@pytest.mark.parametrize(
    ("value", "benchmark", "more", "result"),
    [
        (D("73.4"), D(70), True, D("3.4")),
        (D(66), D(70), True, D(-4)),
        (D(4), D(6), False, D(2)),
        (None, D(70), True, None),
        (D(70), None, True, None),
    ],
)
def test_gap_is_positive_when_better(value, benchmark, more, result):
    assert scoring.benchmark_gap(value, benchmark, more_is_better=more) == result


@pytest.mark.parametrize(
    ("first", "now", "result"),
    [
        (D(-10), D(-5), D("0.5")),
        (D(-10), D(0), D(1)),
        (D(-10), D(-12), D("-0.2")),
        (D(3), D(4), None),
        (None, D(1), None),
    ],
)
def test_closing_is_share_of_first_shortfall(first, now, result):
    assert scoring.gap_closed_share(first, now) == result


@pytest.mark.parametrize(
    ("previous", "value", "in_percent", "result"),
    [
        (D(60), D(69), True, True),
        (D(60), D(65), True, False),
        (D(60), D(51), True, True),
        (None, D(90), True, False),
        (D(100), D(119), False, False),
        (D(100), D(121), False, True),
    ],
)
def test_jump_asks_above_five_points_or_a_fifth(previous, value, in_percent, result):
    assert scoring.is_jump(previous, value, in_percent=in_percent) is result


def test_jumps_compare_with_last_year_that_has_a_figure():
    figures = {2020: D(60), 2021: D(61), 2024: D(70), 2025: D(71)}
    assert scoring.find_jumps(figures, in_percent=True) == [(2021, 2024)]


def test_only_years_with_both_figures_are_comparable():
    assert scoring.comparable_years({2021: D(1), 2023: D(2)}, {2023: D(3), 2024: D(4)}) == [2023]


@given(NUMBERS, st.decimals(min_value="0.01", max_value=10_000, places=2), st.sampled_from([1, 100]))
def test_share_agrees_with_itself(numerator, denominator, factor):
    assert scoring.matches_share(scoring.compute_share(numerator, denominator, factor), numerator, denominator, factor)


@given(NUMBERS, NUMBERS)
def test_progress_is_nothing_at_baseline_and_whole_at_target(baseline, target):
    if baseline != target:
        assert scoring.target_progress(baseline, baseline, target) == 0
        assert scoring.target_progress(baseline, target, target) == 1


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_five_years_are_contiguous_and_whole(start):
    years = five_years(start)
    assert len(years) == 5
    assert years[0][0] == start
    assert all(after[0] == before[1] + timedelta(days=1) for before, after in pairwise(years))
    assert {(last - first).days + 1 for first, last in years} <= {365, 366}


def test_same_day_stays_in_the_month():
    assert same_day(date(2024, 2, 29), years=1) == date(2025, 2, 28)
    assert same_day(date(2026, 8, 31), months=1) == date(2026, 9, 30)
    assert same_day(date(2026, 11, 15), months=3) == date(2027, 2, 15)
