import re
from decimal import Decimal as D
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educities.kit.chart_labels import LABEL_GAP, choose_place, sample_line
from educities.kit.charts import (
    NARROW,
    WHOLE,
    Line,
    Scale,
    figures_table,
    line_chart,
    nice_range,
    render_bars,
    render_sparkline,
    small_multiples,
)
from educities.kit.multilingual import isolate_ltr

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
    actual = line_chart(YEARS, [Line("actual", "a", [1, None, 2])], title="c")
    target = line_chart(YEARS, [Line("target", "t", [1, None, 2])], title="c")
    assert actual.count('<path class="actual"') == 1  # the key alone
    assert target.count('<path class="target"') == 2


def test_one_line_of_the_name_of_its_picture_is_not_named_twice():
    chart = line_chart(YEARS, [Line("actual", "Bridges", [1, 2, 3])], title="Bridges")
    assert 'class="key"' not in chart
    assert 'class="key"' in line_chart(YEARS, [Line("actual", "measured", [1, 2, 3])], title="Bridges")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_axis_of_shares_ends_at_the_whole(values):
    low, high = nice_range(min(values), max(values), most=100.0)
    assert low <= min(values)
    assert max(values) <= high <= 100
    assert low >= 0


def test_axis_follows_a_figure_above_the_whole():
    assert nice_range(80, 130, most=100.0)[1] >= 130


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
        assert 0 <= float(dot.get("cx")) <= WHOLE.width
        assert 0 <= float(dot.get("cy")) <= WHOLE.height


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_range_holds_both_ends(one, other):
    low, high = nice_range(min(one, other), max(one, other))
    assert low <= min(one, other)
    assert high >= max(one, other)
    assert high > low


def test_amounts_are_drawn_over_round_steps_from_zero():
    lines = [Line("target", "promised", [9000, 12000]), Line("actual", "arrived", [8200, 11900])]
    svg = svg_of(line_chart(YEARS[:2], lines, title="t", frame=NARROW, is_amount=True))
    ticks = [one.text for one in svg.iter("text") if one.get("text-anchor") == "end"][:5]
    assert [int(re.sub(r"\D", "", tick)) for tick in ticks] == [0, 5000, 10000, 15000, 20000]
    assert nice_range(-3000, 12000)[0] < 0


def test_few_years_are_all_named_in_a_small_picture():
    svg = svg_of(line_chart(YEARS, [Line("actual", "a", [1, 2, 3])], title="t", frame=NARROW))
    assert [one.get("class") for one in svg.iter("text") if one.text in YEARS] == ["", "", ""]


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
    assert sorted("".join(one.itertext()) for one in named) == ["3ours", "3theirs"]
    high, low = sorted(float(one.get("y")) for one in named)
    assert low - high >= LABEL_GAP
    assert [path.get("class") for path in svg.iter("path")] == ["benchmark", "actual"]


def test_a_baseline_is_a_tick_at_its_year_and_no_line() -> None:
    lines = [Line("actual", "a", [1, 2, 3]), Line("baseline", "b", [None, 1, None])]
    html = line_chart(YEARS, lines, title="t")
    (tick,) = [one for one in svg_of(html).iter("path") if one.get("class") == "tick"]
    x = Scale(0, 4, 3).x(1)
    assert tick.get("d").startswith(f"M{x - 9} ")
    assert 'class="baseline"' not in html


@pytest.mark.parametrize("frame", [WHOLE, NARROW])
def test_the_baseline_is_named_below_the_picture_where_no_line_runs(frame) -> None:
    lines = [Line("actual", "ours", [5, 9]), Line("baseline", "before", [5, None])]
    html = str(line_chart(["2024", "2025"], lines, title="t", unit="%", frame=frame))
    assert "before" not in "".join(svg_of(html).itertext())
    assert f"<bdi>before {isolate_ltr('2024')}: {isolate_ltr('5%')}</bdi>" in html


@pytest.mark.parametrize("frame", [WHOLE, NARROW])
@pytest.mark.parametrize(
    "ours", [[61, 63, 67, 69, 73, 76], [76, 73, 69, 67, 63, 61], [70] * 6, [60, 80, 60, 80, 60, 80]]
)
def test_our_last_figure_covers_no_point(frame, ours: list[float]) -> None:
    nothing = [None] * 3
    lines = [
        Line("actual", "measured", [*ours, *nothing]),
        Line("target", "target", [*nothing, 68, 71, 74, 77, 80, 82]),
    ]
    lines.append(Line("benchmark", "average", [70, 70.9, 71.4, 72, 72.6, 73.1, *nothing]))
    svg = svg_of(line_chart([str(n) for n in range(9)], lines, title="t", unit="%", frame=frame))
    (said,) = [one for one in svg.iter("text") if one.get("class") == "value"]
    x, y = float(said.get("x")), float(said.get("y"))
    wide = 7 * len("".join(said.itertext()) if frame is WHOLE else f"{ours[-1]}%")
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[said.get("text-anchor")]
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in svg.iter("circle")]
    assert [dot for dot in dots if left <= dot[0] <= left + wide and y - 10 <= dot[1] <= y] == []


def test_words_stand_on_the_side_that_is_free() -> None:
    rising, falling = [(0.0, 100.0), (50.0, 50.0)], [(0.0, 0.0), (50.0, 50.0)]
    assert choose_place(50, 50, 60, list(sample_line(rising))) == (54, 41, "end")
    assert choose_place(50, 50, 60, list(sample_line(falling))) == (59, 54, "start")


def test_a_line_that_ends_before_the_edge_is_led_to_its_name() -> None:
    lines = [Line("actual", "ours", [1, 2, None]), Line("benchmark", "theirs", [1, 2, None])]
    assert line_chart(YEARS, lines, title="t").count('<path class="lead"') == 1
    lines = [Line("benchmark", "theirs", [1, 2, 3])]
    assert '<path class="lead"' not in line_chart(YEARS, lines, title="t")


def test_every_second_year_gives_way_where_the_picture_is_small() -> None:
    svg = svg_of(line_chart([str(n) for n in range(9)], [Line("actual", "a", list(range(9)))], title="t"))
    years = [one for one in svg.iter("text") if one.get("text-anchor") == "middle"]
    assert [(one.text, one.get("class")) for one in years] == [
        ("0", ""), ("2", "between"), ("4", ""), ("6", "between"), ("8", "")
    ]  # fmt: skip


def test_a_bar_of_percent_fills_its_track_at_a_hundred() -> None:
    rows = [("Girls", D(80)), ("Boys", D(60))]
    assert re.findall(r'rect width="([0-9.]+)"', render_bars(rows, title="t", unit="%")) == ["80.0", "60.0"]
    assert re.findall(r'rect width="([0-9.]+)"', render_bars(rows, title="t")) == ["100.0", "75.0"]
