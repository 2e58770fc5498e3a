"""Where the words of a chart stand: beside their point, and on nothing that is drawn."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
# How wide a letter is at most, and how far the figures at the edge stand apart, each with its name below: both at the size
# of a phone.
LETTER, LABEL_GAP = 7.5, 42
# A line is looked at in steps of so many units; words keep so far from it.
STEP, AIR = 4.0, 3.0
# The height of figures above their line.
HIGH = 10.0


def sample_line(points: Sequence[Point]) -> Iterator[Point]:
    """The points and places between them, close enough that no word fits in between."""
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(int(max(abs(to_x - x), abs(to_y - y)) / STEP), 1)
        yield from ((x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(steps))
    yield from points[-1:]


def choose_place(x: float, y: float, wide: float, taken: Sequence[Point]) -> tuple[float, float, str]:
    """Beside the point (x, y) the side whose words cover the least of what is drawn at `taken`: (x, y, anchor)."""
    sides = [
        (x + 4, y - 9, "end"),
        (x + 9, y + 4, "start"),
        (x, y - 11, "middle"),
        (x + 4, y + 19, "start"),
        (x - 4, y + 19, "end"),
        (x, y - 26, "middle"),
        (x, y + 32, "middle"),
    ]
    return min(sides, key=lambda side: _count_covered(side, wide, taken))


def _count_covered(side: tuple[float, float, str], wide: float, taken: Sequence[Point]) -> int:
    x, y, anchor = side
    left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return sum(left - AIR <= at <= left + wide + AIR and y - HIGH - AIR <= height <= y + AIR for at, height in taken)
