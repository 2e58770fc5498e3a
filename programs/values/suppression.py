"""Which cells of a break-down stay hidden, so that nobody learns anything of fewer than five people. Pure.

Hidden is each cell of one to four people, and as many of the next smallest as it takes that what is hidden can be worked
out neither alone nor together: whoever knows the whole and subtracts all that is shown is left with at least two cells and at
least five people. The rule is that of complementary suppression in a table of one dimension (Willenborg and de Waal,
Elements of Statistical Disclosure Control, 2001, chapter 4).
"""

from collections.abc import Mapping

LEAST = 5


def hide_cells(people: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The names of the cells that are hidden, of `{cell: how many people}`. An empty cell tells of nobody and is shown.

    Fewer than `least` in the whole table hide all of it.
    """
    inhabited = {name: count for name, count in people.items() if count > 0}
    hidden = {name for name, count in inhabited.items() if count < least}
    if not hidden:
        return frozenset()
    rest = sorted((name for name in inhabited if name not in hidden), key=lambda name: (inhabited[name], name))
    while rest and (len(hidden) < 2 or sum(inhabited[name] for name in hidden) < least):
        hidden.add(rest.pop(0))
    return frozenset(hidden)
