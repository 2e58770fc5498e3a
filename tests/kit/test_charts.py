import re
from decimal import Decimal as D
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educities.kit.charts import (
    HEIGHT,
    LABEL_GAP,
    WIDTH,
    Line,
    figures_table,
    line_chart,
    nice_range,
    render_bars,
    render_sparkline,
    small_multiples,
)

YEARS = ["2021/22", "2022/23", "2023/24"]


def svg_of(html):
    return ET.fromstring(re.search(r"<svg.*?</svg>", str(html), re.DOTALL)[0])


def test_chart_has_a_name_and_no_styles():
    html = line_chart(YEARS, [Line("actual", "measured", [D(58), None, D("63.5")])], title="Diploma & more", unit="%")
    svg = svg_of(html)
    assert svg.get("role") == "img"
    assert svg.get("aria-label").startswith("Diploma & more")
    assert "style=" not in html
    assert "63.5%" in html


def test_gap_breaks_a_line_but_not_a_target():
    actual = line_chart(YEARS, [Line("actual", "a", [1, None, 2])], title="t")
    target = line_chart(YEARS, [Line("target", "t", [1, None, 2])], title="t")
    assert actual.count('<path class="actual"') == 1  # the key alone
    assert target.count('<path class="target"') == 2


def test_text_is_escaped():
    assert "<b>" not in line_chart(["<b>"], [Line("actual", "<b>", [1])], title='"<b>')


@pytest.mark.parametrize("lines", [[], [Line("actual", "a", [None, None, None])]])
def test_nothing_to_draw_is_nothing(lines):
    assert line_chart(YEARS, lines, title="t") == ""


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_every_point_lies_in_the_picture(values):
    labels = [str(n) for n in range(len(values))]
    svg = svg_of(line_chart(labels, [Line("actual", "a", values)], title="t"))
    for dot in svg.iter("circle"):
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= HEIGHT


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_range_holds_both_ends(one, other):
    low, high = nice_range(min(one, other), max(one, other))
    assert low <= min(one, other)
    assert high >= max(one, other)
    assert high > low


def test_sparkline_says_where_it_goes():
    html = render_sparkline([58, None, D("63.5")], title="Diploma & more")
    svg = svg_of(html)
    assert "Diploma & more" in svg.get("aria-label")
    assert "63.5" in svg.get("aria-label")
    assert len(svg.find("path").get("d").split("L")) == 2


@pytest.mark.parametrize("values", [[], [1], [None, 2]])
def test_one_figure_is_no_line(values):
    assert render_sparkline(values, title="t") == ""


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_every_sparkline_lies_in_its_picture(values):
    path = svg_of(render_sparkline(values, title="t")).find("path").get("d")
    for place in path.removeprefix("M").split("L"):
        x, y = map(float, place.split())
        assert 0 <= x <= 84
        assert 0 <= y <= 22


def test_bars_share_one_scale_and_show_the_own():
    html = render_bars([("<North>", 50), ("South", 100), ("West", -3)], title="t", unit="%", own="South")
    listed = ET.fromstring(html)
    assert [row.find(".//rect").get("width") for row in listed] == ["50.0", "100.0", "0.0"]
    assert [row.get("class") for row in listed] == [None, "own", None]
    assert "".join(listed[0].itertext()) == "<North>50%"
    assert render_bars([], title="t") == ""


def test_table_says_what_the_chart_draws():
    table = ET.fromstring(figures_table(YEARS, [Line("actual", "<m>", [58, None])], title="t", unit="%")).find("table")
    assert ["".join(cell.itertext()) for cell in table.iter("th")][1] == "<m>"
    assert [["".join(cell.itertext()) for cell in row] for row in table.find("tbody")] == [
        ["2021/22", "58%"],
        ["2022/23", "–"],
        ["2023/24", "–"],
    ]


def test_multiples_leave_out_what_has_no_figures():
    lines = [Line("actual", "a", [1, 2, 3])]
    html = small_multiples(YEARS, [("North", lines), ("South", [Line("actual", "a", [None])])])
    assert [one.text for one in ET.fromstring(html).iter("h3")] == ["North"]
    assert small_multiples(YEARS, []) == ""


def test_lines_are_named_at_their_ends_ours_last_and_apart() -> None:
    lines = [Line("actual", "ours", [1, 2, 3]), Line("benchmark", "theirs", [1, 2, 3])]
    svg = svg_of(line_chart(YEARS, lines, title="t"))
    named = [one for one in svg.iter("text") if one.find("tspan") is not None]
    assert sorted("".join(one.itertext()) for one in named) == ["ours 3", "theirs 3"]
    high, low = sorted(float(one.get("y")) for one in named)
    assert low - high >= LABEL_GAP
    assert [path.get("class") for path in svg.iter("path")] == ["benchmark", "actual"]


def test_a_baseline_is_a_tick_on_the_axis_and_no_line() -> None:
    lines = [Line("actual", "a", [1, 2, 3]), Line("baseline", "b", [None, 1, None])]
    html = line_chart(YEARS, lines, title="t")
    assert html.count('class="tick"') == 1
    assert 'class="baseline"' not in html


@pytest.mark.parametrize(("ours", "is_above"), [([5, 9], False), ([5, 1], True)])
def test_the_name_of_the_baseline_keeps_out_of_our_lines_way(ours: list[float], is_above: bool) -> None:
    lines = [Line("actual", "ours", ours), Line("baseline", "before", [5, None])]
    svg = svg_of(line_chart(["2024", "2025"], lines, title="t"))
    name = next(one for one in svg.iter("text") if one.text == "before 5")
    tick = next(path for path in svg.iter("path") if path.get("class") == "tick")
    assert (float(name.get("y")) < float(tick.get("d").split()[1].partition("h")[0])) is is_above
    # Drawn after the lines: its edge keeps it readable where they cross.
    drawn = [one.get("class") or one.text for one in svg.iter()]
    assert drawn.index("actual") < drawn.index("tick")


def test_a_line_that_ends_before_the_edge_is_led_to_its_name() -> None:
    lines = [Line("actual", "ours", [1, 2, None]), Line("benchmark", "theirs", [1, 2, None])]
    assert line_chart(YEARS, lines, title="t").count('<path class="grid-line"') == 1
    lines = [Line("benchmark", "theirs", [1, 2, 3])]
    assert '<path class="grid-line"' not in line_chart(YEARS, lines, title="t")
