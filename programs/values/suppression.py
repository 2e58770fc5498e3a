"""Which cells of a table stay hidden, so that nobody learns anything of fewer than five people. Pure.

Hidden is each cell that tells of few, and as many of the next smallest as it takes that what is hidden can be worked out
neither alone nor together: whoever knows the whole and subtracts all that is shown is left with at least two cells, with at
least five people in each part of them together. The rule is that of complementary suppression in a table of one dimension (Willenborg and de Waal,
Elements of Statistical Disclosure Control, 2001, chapter 4).

A cell is made of parts: of a number of people that number alone, of a share those who are counted and all others. It can be
shown where each part is nobody or at least five people, and all parts together at least five for each part: so neither who
is counted nor who is not is a handful, and "all" or "none" is said of no group of fewer than ten.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from educities.kit.few_people import LEAST

Parts = Sequence[int]


def hide_cells(people: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The names of the cells that are hidden, of `{cell: how many people}`. An empty cell tells of nobody and is shown.

    Fewer than `least` in the whole table hide all of it.
    """
    return _hide_parts({name: (count,) for name, count in people.items()}, least)


def hide_shares(cells: Mapping[str, tuple[int, int]], least: int = LEAST) -> frozenset[str]:
    """The names of the cells that are hidden, of `{cell: (who is counted, out of how many)}`."""
    return _hide_parts({name: (counted, people - counted) for name, (counted, people) in cells.items()}, least)


def hide_steps(counts: Sequence[int], least: int = LEAST) -> list[int | None]:
    """Counts of which each is a part of the one before it, without those that tell of few: themselves, or by what the next
    larger one that is shown has more."""
    shown: list[int | None] = []
    larger = 0
    for count in counts:
        rest = larger - count if larger else 0
        is_shown = can_show([count], least) and can_show([rest], least)
        shown.append(count if is_shown else None)
        larger = count if is_shown and count else larger
    return shown


def can_show(parts: Parts, least: int = LEAST) -> bool:
    """Does a cell of these parts tell of nobody, or of enough people?"""
    is_few = any(0 < part < least for part in parts) or 0 < sum(parts) < least * len(parts)
    return not is_few


def _hide_parts(cells: Mapping[str, Parts], least: int) -> frozenset[str]:
    """The next smallest go together with all of their size: which of them went would tell what the others are not."""
    inhabited = {name: parts for name, parts in cells.items() if sum(parts) > 0}
    hidden = {name for name, parts in inhabited.items() if not can_show(parts, least)}
    if not hidden:
        return frozenset()
    rest = sorted((sum(parts), name) for name, parts in inhabited.items() if name not in hidden)
    for size, alike in groupby(rest, key=itemgetter(0)):
        if _can_hide([inhabited[name] for name in hidden], size, least):
            break
        hidden |= {name for _size, name in alike}
    return frozenset(hidden)


def _can_hide(cells: Sequence[Parts], following: int, least: int) -> bool:
    """Do these cells hide each other? `following`: of how many people the smallest cell is that is shown.

    Where together nobody is counted, nobody is in any of them. Where their people are as few or as many as so many groups
    of few can have, each of them has just that; unless a larger one could be among them, that would not be shown either.
    """
    together = [sum(parts) for parts in zip(*cells, strict=True)]
    if len(cells) < 2 or min(together) < least:
        return False
    is_sure = following <= least or len(cells) >= least
    return together != [len(cells)] and not (is_sure and together == [len(cells) * (least - 1)])
