"""Charts as SVG drawn on the server: classes and presentation attributes, no styles. Time runs left to right always.

A chart is a picture with a name; the page shows the same figures as a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 480, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 44, 22, 34
MOST_LABELS, STEPS = 5, 4
Number = float | Decimal


@dataclass(frozen=True)
class Line:
    """One series: `key` (actual, target, benchmark, baseline) names its look; None where there is no figure."""

    key: str
    label: str
    values: Sequence[Number | None]


@dataclass(frozen=True)
class Scale:
    """From figures to places in the picture."""

    low: float
    high: float
    count: int

    def x(self, index: int) -> float:
        """The place of the index-th label."""
        wide = WIDTH - LEFT - RIGHT
        return round(LEFT + (wide * index / (self.count - 1) if self.count > 1 else wide / 2), 1)

    def y(self, value: Number) -> float:
        """The place of a figure."""
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (float(value) - self.low) / (self.high - self.low)), 1)


def line_chart(labels: Sequence[str], lines: Sequence[Line], *, title: str, unit: str = "") -> SafeString:
    """A figure with the lines over the labels, its key below. `title` is what a screen reader says. Empty without data."""
    figures = [float(value) for line in lines for value in line.values if value is not None]
    if not figures or not labels:
        return SafeString("")
    scale = Scale(*nice_range(min(figures), max(figures)), len(labels))
    drawn = format_html_join("", "{}", ((_draw(line, scale),) for line in lines))
    said = _("%(title)s: a line over the years. The figures stand in the table.") % {"title": title}
    return format_html(
        '<figure class="chart stack"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>{}</figure>',
        WIDTH,
        HEIGHT,
        said,
        _grid(scale, unit),
        _years(labels, scale),
        drawn,
        _ends(lines, scale, unit),
        _key(lines),
    )


def nice_range(low: float, high: float) -> tuple[float, float]:
    """Round ends around the figures, with four equal steps between."""
    span = max(high - low, abs(high) * 0.05, 1.0)
    for step in (1, 2, 2.5, 5, 10, 20, 25, 50, 100, 250, 500, 1000):
        first = step * (low // step)
        if step * STEPS >= span and first + step * STEPS >= high:
            return first, first + step * STEPS
    return low - span * 0.1, high + span * 0.1


def _said(value: Number, unit: str) -> str:
    short = round(float(value), 1)
    return f"{localize(int(short) if short == int(short) else short, use_l10n=True)}{unit}"


def _grid(scale: Scale, unit: str) -> SafeString:
    ticks = [scale.low + (scale.high - scale.low) * n / STEPS for n in range(STEPS + 1)]
    return format_html_join(
        "",
        '<line class="grid-line" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, WIDTH - RIGHT, scale.y(t), scale.y(t), LEFT - 6, scale.y(t) + 4, _said(t, unit)) for t in ticks),
    )


def _years(labels: Sequence[str], scale: Scale) -> SafeString:
    every = -(-len(labels) // MOST_LABELS)
    shown = [(index, label) for index, label in enumerate(labels) if (len(labels) - 1 - index) % every == 0]
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((scale.x(index), HEIGHT - 10, label) for index, label in shown),
    )


def _draw(line: Line, scale: Scale) -> SafeString:
    places = [(scale.x(i), None if v is None else scale.y(v)) for i, v in enumerate(line.values)]
    pieces = [list(piece) for there, piece in groupby(places, key=lambda place: place[1] is not None) if there]
    if line.key == "target":
        pieces = [[place for piece in pieces for place in piece]]
    paths = format_html_join(
        "",
        '<path class="{}" d="M{}"/>',
        ((line.key, "L".join(f"{x} {y}" for x, y in piece)) for piece in pieces if len(piece) > 1),
    )
    dots = format_html_join(
        "",
        '<circle class="p-{}" cx="{}" cy="{}" r="{}"/>',
        ((line.key, x, y, 5 if line.key == "baseline" else 3.5) for piece in pieces for x, y in piece),
    )
    return format_html("{}{}", paths, dots)


def _ends(lines: Sequence[Line], scale: Scale, unit: str) -> SafeString:
    """The last measured figure stands beside its dot."""
    last = [(i, v) for line in lines if line.key == "actual" for i, v in enumerate(line.values) if v is not None][-1:]
    return format_html_join(
        "",
        '<text class="value" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((scale.x(i), scale.y(v) - 10, _said(v, unit)) for i, v in last),
    )


def _key(lines: Sequence[Line]) -> SafeString:
    marks = {
        "baseline": SafeString('<circle class="p-baseline" cx="14" cy="5" r="4"/>'),
    }
    inside = format_html_join(
        "",
        '<li><svg viewBox="0 0 28 10" aria-hidden="true">{}</svg>{}</li>',
        (
            (marks.get(line.key) or format_html('<path class="{}" d="M1 5L27 5"/>', line.key), line.label)
            for line in lines
        ),
    )
    return format_html('<ul class="key">{}</ul>', inside)
