"""What a chart draws, how large it is, and where its figures lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEFT, TOP, BOTTOM = 48, 22, 34
STEPS = 4
# Up to a picture of two thousand millions.
ROUND_STEPS = (1, 2, 2.5, 5, 10, 20, 25, 50, *(step * 10**n for n in range(2, 9) for step in (1, 2, 2.5, 5)))
Number = float | Decimal


@dataclass(frozen=True)
class Line:
    """One series: `key` (actual, target, benchmark, baseline) names its look; None where there is no figure.

    `breaks`: the places from which the figures are counted differently, where no line runs from the one before.
    """

    key: str
    label: str
    values: Sequence[Number | None]
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Frame:
    """How large a picture is, and how much of its width stays free for the names behind the lines."""

    width: int
    height: int
    right: int
    css: str

    @property
    def edge(self) -> int:
        """Where the last of the labels along the axis stands."""
        return self.width - self.right


WHOLE, NARROW = Frame(560, 260, 168, "chart"), Frame(400, 224, 126, "chart narrow-chart")


@dataclass(frozen=True)
class Scale:
    """From figures to places in the picture."""

    low: float
    high: float
    count: int
    frame: Frame = WHOLE

    def x(self, index: int) -> float:
        """The place of the index-th label."""
        wide = self.frame.edge - LEFT
        return round(LEFT + (wide * index / (self.count - 1) if self.count > 1 else wide / 2), 1)

    def y(self, value: Number) -> float:
        """The place of a figure."""
        return round(
            TOP + (self.frame.height - TOP - BOTTOM) * (1 - (float(value) - self.low) / (self.high - self.low)), 1
        )


def nice_range(low: float, high: float, *, most: float | None = None) -> tuple[float, float]:
    """Round ends around the figures, with four equal steps between; none above `most`, where no figure is: no share of a
    whole is more than the whole."""
    first, last = _find_range(low, high)
    if most is None or last <= most or high > most:
        return first, last
    first -= last - most
    return (0.0, most) if first < 0 <= low else (first, most)


def _find_range(low: float, high: float) -> tuple[float, float]:
    span = max(high - low, abs(high) * 0.05, 1.0)
    for step in ROUND_STEPS:
        first = step * (low // step)
        if step * STEPS >= span and first + step * STEPS >= high:
            return first, first + step * STEPS
    return low - span * 0.1, high + span * 0.1
