"""Charts as SVG drawn on the server: classes and presentation attributes, no styles. Time runs left to right always.

A chart is a picture with a name; the page shows the same figures as a table beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from educities.kit.chart_labels import LABEL_GAP, LETTER, Point, choose_place, sample_line
from educities.kit.chart_scales import LEFT, NARROW, STEPS, TOP, WHOLE, Frame, Line, Number, Scale, nice_range
from educities.kit.multilingual import isolate_ltr

MOST_LABELS = 5
# So many labels stand beside each other in the smallest picture.
FITTING_LABELS = 3
# A figure at the end of its line: its name below it, or for ours beside its last point before it.
END = '<text class="{}" x="{}" y="{}">{}<tspan class="name" x="{}" dy="1.15em">{}</tspan></text>'
OWN_END = '<text class="value" x="{}" y="{}" text-anchor="{}"><tspan class="own">{} </tspan>{}</text>'


def line_chart(
    labels: Sequence[str],
    lines: Sequence[Line],
    *,
    title: str,
    unit: str = "",
    frame: Frame = WHOLE,
    is_amount: bool = False,
) -> SafeString:
    """A figure with the lines over the labels, each named at its end; ours, where there is no room beside its last point,
    below. `title` is what a screen reader says. A baseline is a tick at its own year, and named below with that year.
    The axis of amounts begins at zero. Empty without data.
    """
    figures = [float(value) for line in lines for value in line.values if value is not None]
    if not figures or not labels:
        return SafeString("")
    low = min([0.0, *figures]) if is_amount else min(figures)
    most = 100.0 if unit == "%" else None
    scale = Scale(*nice_range(low, max(figures), most=most), len(labels), frame)
    # One line of the picture's own name needs no other.
    is_alone = [line.label for line in lines] == [title]
    drawn = [replace(line, label="") if is_alone else line for line in lines if line.key != "baseline"]
    # Ours lies above the others.
    drawn.sort(key=lambda line: line.key == "actual")
    said = _("%(title)s: a line over the years. The figures are in the table.") % {"title": title}
    return format_html(
        '<figure class="{} stack"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}</svg>{}</figure>',
        frame.css,
        frame.width,
        frame.height,
        said,
        _render_grid(scale, unit),
        _render_years(labels, scale),
        format_html_join("", "{}", ((_render_line(line, scale),) for line in drawn)),
        _render_baseline(lines, scale),
        _render_ends(drawn, scale, unit),
        "" if is_alone else _render_legend(lines, labels, unit),
    )


def small_multiples(
    labels: Sequence[str], charts: Sequence[tuple[str, Sequence[Line]]], *, unit: str = ""
) -> SafeString:
    """One small line chart for each (title, lines), side by side under their titles; those without figures are left out."""
    drawn = ((title, line_chart(labels, lines, title=title, unit=unit)) for title, lines in charts)
    inside = format_html_join("", "<li><h3>{}</h3>{}</li>", ((title, chart) for title, chart in drawn if chart))
    return format_html('<ul class="cards">{}</ul>', inside) if inside else inside


def render_sparkline(values: Sequence[Number | None], *, title: str) -> SafeString:
    """A line of the size of a word, for a table's cell beside its figure. Empty with fewer than two figures."""
    known = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(value for _place, value in known), max(value for _place, value in known)
    wide, span = len(values) - 1, (high - low) or 1.0
    places = [(round(2 + 76 * place / wide, 1), round(18 - 14 * (value - low) / span, 1)) for place, value in known]
    return format_html(
        '<span class="chart"><svg class="spark" viewBox="0 0 84 22" role="img" aria-label="{}">'
        '<path class="actual" d="M{}"/><circle class="p-actual" cx="{}" cy="{}" r="3"/></svg></span>',
        _("%(title)s: from %(first)s to %(last)s")
        % {"title": title, "first": _format_figure(known[0][1], ""), "last": _format_figure(known[-1][1], "")},
        "L".join(f"{x} {y}" for x, y in places),
        *places[-1],
    )


def render_bars(rows: Sequence[tuple[str, Number]], *, title: str, unit: str = "", own: str = "") -> SafeString:
    """A list of labels with bars and figures, all over one scale from zero, percentages to a hundred; the row `own` stands out. Turns with the page."""
    # A bar that fills its track is the whole: of parts of a hundred all hundred, else the largest.
    top = 100.0 if unit == "%" else max((float(value) for _label, value in rows), default=0.0) or 1.0
    inside = format_html_join(
        "",
        '<li{}><span>{}</span><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="6"/></svg><b class="num">{}</b></li>',
        (
            (
                SafeString(' class="own"') if label == own else "",
                label,
                round(max(float(value), 0.0) / top * 100, 1),
                _format_figure(value, unit),
            )
            for label, value in rows
        ),
    )
    return format_html('<ul class="bars" aria-label="{}">{}</ul>', title, inside) if rows else SafeString("")


def figures_table(
    labels: Sequence[str], lines: Sequence[Line], *, title: str, unit: str = "", head: str = ""
) -> SafeString:
    """The chart's twin: the same figures as a table, a row for each label, folding into cards on a phone. `head`: what the
    labels are, years where nothing is said."""
    names = format_html_join("", '<th scope="col">{}</th>', ((line.label,) for line in lines))
    rows = []
    for place, label in enumerate(labels):
        cells = ((line.label, _figure_or_dash(line, place, unit)) for line in lines)
        inside = format_html_join("", '<td data-label="{}" class="num">{}</td>', cells)
        rows.append(format_html("<tr><td><bdi>{}</bdi></td>{}</tr>", label, inside))
    return format_html(
        '<div class="table-wrap"><table class="table folds"><caption class="vh">{}</caption>'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>',
        title,
        head or _("Year"),
        names,
        format_html_join("", "{}", ((row,) for row in rows)),
    )


def _format_figure(value: Number, unit: str) -> str:
    short = round(float(value), 1)
    return f"{localize(int(short) if short == int(short) else short, use_l10n=True)}{unit}"


def _figure_or_dash(line: Line, place: int, unit: str) -> str:
    value = line.values[place] if place < len(line.values) else None
    return "–" if value is None else _format_figure(value, unit)


def _render_grid(scale: Scale, unit: str) -> SafeString:
    ticks = [scale.low + (scale.high - scale.low) * n / STEPS for n in range(STEPS + 1)]
    return format_html_join(
        "",
        '<line class="grid-line" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, scale.frame.edge, scale.y(t), scale.y(t), LEFT - 6, scale.y(t) + 4, _format_figure(t, unit))
            for t in ticks
        ),
    )


def _render_years(labels: Sequence[str], scale: Scale) -> SafeString:
    """Counted from the last; every second one gives way where the picture is small."""
    every = -(-len(labels) // MOST_LABELS)
    shown = [(index, label) for index, label in enumerate(labels) if (len(labels) - 1 - index) % every == 0]
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                "between" if len(shown) > FITTING_LABELS and (len(labels) - 1 - index) // every % 2 else "",
                scale.x(index),
                scale.frame.height - 10,
                label,
            )
            for index, label in shown
        ),
    )


def _render_line(line: Line, scale: Scale) -> SafeString:
    pieces = list(_list_pieces(line, scale))
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
        ((line.key, x, y, 3.5) for piece in pieces for x, y in piece if line.key != "benchmark" or len(piece) == 1),
    )
    return format_html("{}{}", paths, dots)


def _list_pieces(line: Line, scale: Scale) -> Iterator[list[tuple[float, float]]]:
    """The stretches in which a line is drawn: a missing year is a gap, and a changed definition a break."""
    known = [(sum(one <= i for one in line.breaks), i, v) for i, v in enumerate(line.values)]
    for (_stretch, there), piece in groupby(known, key=lambda one: (one[0], one[2] is not None)):
        if there:
            yield [(scale.x(i), scale.y(v)) for _stretch, i, v in piece if v is not None]


def _render_baseline(lines: Sequence[Line], scale: Scale) -> SafeString:
    """From where the program counts: a tick at its year. Its name stands below the picture, where no line runs."""
    ticks = ((scale.x(place) - 9, scale.y(value)) for place, value in _baseline_of(lines))
    return format_html_join("", '<path class="tick" d="M{} {}h18"/>', ticks)


def _baseline_of(lines: Sequence[Line]) -> list[tuple[int, Number]]:
    """The first figure of the baseline and the place of its label; empty without one."""
    known = ((place, v) for line in lines if line.key == "baseline" for place, v in enumerate(line.values))
    return [(place, v) for place, v in known if v is not None][:1]


def _render_ends(lines: Sequence[Line], scale: Scale, unit: str) -> SafeString:
    """Each line's last figure and its name: behind the edge, where they push each other apart, or beside our own last
    point, where nothing else is drawn."""
    taken = [point for line in lines for point in sample_line(_find_points(line, scale))]
    edge, lowest = scale.frame.edge, float(TOP)
    drawn, leads, own = [], [], SafeString("")
    for y, x, line, value in sorted(_find_ends(lines, scale), key=itemgetter(0, 1)):
        said = _format_figure(value, unit)
        if line.key == "actual" and x < edge - 1:
            wide = len(said if scale.frame is NARROW else f"{line.label} {said}") * LETTER
            place = choose_place(x, y, wide, taken)
            own = format_html(OWN_END, *place, line.label, said)
            continue
        lowest = max(y + 4, lowest)
        drawn.append(("value" if line.key == "actual" else "", edge + 9, lowest, said, edge + 9, line.label))
        if x < edge:
            # A line that ends before the edge is led to its name, level so far as figures are read.
            leads.append((x + 5, y, edge, edge + 6, lowest - 4))
        lowest += LABEL_GAP
    led = format_html_join("", '<path class="lead" d="M{} {}H{}L{} {}"/>', leads)
    return format_html("{}{}{}", led, own, format_html_join("", END, drawn))


def _find_points(line: Line, scale: Scale) -> list[Point]:
    return [(scale.x(place), scale.y(value)) for place, value in enumerate(line.values) if value is not None]


def _find_ends(lines: Sequence[Line], scale: Scale) -> Iterator[tuple[float, float, Line, Number]]:
    """Where each line ends, and with which figure."""
    for line in lines:
        known = [value for value in line.values if value is not None]
        if known:
            x, y = _find_points(line, scale)[-1]
            yield y, x, line, known[-1]


def _render_legend(lines: Sequence[Line], labels: Sequence[str], unit: str) -> SafeString:
    """The names again, for pictures in which they would not fit beside the lines; that of the baseline always."""
    drawn = [(line.key, line.key, "M1 5L27 5", line.label) for line in reversed(lines) if line.key != "baseline"]
    begun = [
        (
            "begun",
            "tick",
            "M8 5h12",
            f"{line.label} {isolate_ltr(labels[place])}: {isolate_ltr(_format_figure(v, unit))}",
        )
        for line in lines
        if line.key == "baseline"
        for place, v in _baseline_of([line])
    ]
    inside = format_html_join(
        "",
        '<li class="{}"><svg viewBox="0 0 28 10" aria-hidden="true"><path class="{}" d="{}"/></svg><bdi>{}</bdi></li>',
        [*drawn, *begun],
    )
    return format_html('<ul class="key">{}</ul>', inside)
