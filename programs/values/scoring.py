"""The formulas of indicators. Pure: numbers in, numbers out; Decimal throughout, None where a figure is missing."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

CENT = Decimal("0.01")
# From one year to the next; above it a person is asked whether the figure is right. Points, or a share of the old value.
JUMP_POINTS = Decimal(5)
JUMP_SHARE = Decimal("0.2")
# Of how many people a figure is may fall by so much before somebody is asked.
SHRINK_SHARE = Decimal("0.2")


def compute_share(numerator: Decimal, denominator: Decimal, factor: int) -> Decimal:
    """numerator / denominator x factor, to the second decimal. Raises ValueError when there is nothing to divide by."""
    if denominator <= 0:
        msg = "a share needs something to be a share of"
        raise ValueError(msg)
    return (numerator / denominator * factor).quantize(CENT, ROUND_HALF_UP)


def matches_share(value: Decimal, numerator: Decimal, denominator: Decimal, factor: int) -> bool:
    """Is `value` the share, to the second decimal?"""
    return abs(value * denominator - numerator * factor) <= CENT * denominator


def benchmark_gap(value: Decimal | None, benchmark: Decimal | None, *, more_is_better: bool = True) -> Decimal | None:
    """How far the city stands from the national average of the same year; positive is better than the average."""
    if value is None or benchmark is None:
        return None
    return value - benchmark if more_is_better else benchmark - value


def gap_closed_share(first_gap: Decimal | None, gap_now: Decimal | None) -> Decimal | None:
    """The share of a first shortfall that is closed by now: 1 when the average is reached, below 0 when it grew.

    None when a gap is unknown or there was no shortfall to close.
    """
    if first_gap is None or gap_now is None or first_gap >= 0:
        return None
    return ((gap_now - first_gap) / -first_gap).quantize(CENT, ROUND_HALF_UP)


def target_progress(baseline: Decimal | None, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """The share of the way from the baseline to the target that is gone: 0 at the baseline, 1 at the target."""
    if baseline is None or value is None or target is None or target == baseline:
        return None
    return ((value - baseline) / (target - baseline)).quantize(CENT, ROUND_HALF_UP)


def is_jump(previous: Decimal | None, value: Decimal, *, in_percent: bool) -> bool:
    """Is the step from last year's figure so large that a person should look twice?"""
    if previous is None:
        return False
    step = abs(value - previous)
    return step > JUMP_POINTS if in_percent else step > abs(previous) * JUMP_SHARE


def find_jumps(figures: Mapping[int, Decimal], *, in_percent: bool) -> list[tuple[int, int]]:
    """(before, year) of each year whose figure is a jump from the last earlier year that has one."""
    steps = pairwise(sorted(figures))
    return [(one, two) for one, two in steps if is_jump(figures[one], figures[two], in_percent=in_percent)]


def comparable_years(actual: Mapping[int, Decimal], benchmark: Mapping[int, Decimal]) -> list[int]:
    """The years that have both a figure of the city and a national average: only these are compared."""
    return sorted(set(actual) & set(benchmark))


def find_shrunk(denominators: Mapping[int, Decimal]) -> list[tuple[int, int]]:
    """(before, year) of each year that counts out of far fewer than the last earlier one: somebody may be missing."""
    steps = pairwise(sorted(denominators))
    return [(one, two) for one, two in steps if denominators[two] < denominators[one] * (1 - SHRINK_SHARE)]
