"""The map as SVG: shape and colour say the sector, size and rim who it is, the line what ties two. No styles inside."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from network_map.queries.scenes import Mark, Scene, fit_scene
from network_map.renderers.legend import draw_legend
from network_map.renderers.shapes import LAB, SHAPES
from network_map.values.places import Island

EDGE, LETTERS = 14, 26
# So many names fit into one picture; the best tied have theirs.
MOST_NAMES = 36
SIZES = {"organisation": 9.0, "person": 5.5, "lab": 8.0}


class Look(NamedTuple):
    """How a picture is drawn. `find_url(mark)`: where a mark leads, "" for nowhere. `is_small`: without names and links."""

    title: str
    text: str
    find_url: Callable[[Mark], str] = lambda _mark: ""
    is_small: bool = False
    # A file by itself has no style sheet beside it.
    style: str = ""
    # What stands below it with the legend: city and quarter. "": the page around it says it.
    note: str = ""
    # Whose frame it has: of a row of pictures each shows everyone in the same place.
    around: Scene | None = None


def draw_scene(scene: Scene, look: Look) -> SafeString:
    """The picture; "" of nothing. Its links stand in a group, so that a screen reader comes to each of them."""
    if not scene.marks:
        return SafeString("")
    around = look.around or scene
    scene, around = fit_scene(scene, around), fit_scene(around, around)
    named = {} if look.is_small else place_names(scene.marks)
    x, y, wide, high = _find_frame(around, named)
    legend, more_high = draw_legend(x, y + high, wide, look.note) if look.note else (SafeString(""), 0)
    high += more_high
    is_group = not look.is_small and not look.style
    more = format_html(' width="{}" height="{}"', wide, high) if is_group or look.style else ""
    head = format_html(
        '<svg class="net" xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" role="{}"{}>',
        x,
        y,
        wide,
        high,
        "group" if is_group else "img",
        more,
    )
    return format_html(
        "{}<title>{}</title><desc>{}</desc>{}{}{}{}{}</svg>",
        head,
        look.title,
        look.text,
        SafeString(look.style),
        _draw_grounds(scene.islands),
        _draw_lines(scene),
        format_html_join("", "{}", ((_draw_mark(mark, look, named.get(mark.key)),) for mark in scene.marks)),
        legend,
    )


def _find_frame(scene: Scene, named: Mapping[str, float]) -> tuple[int, int, int, int]:
    """The frame around all marks and grounds, and the names that stand in it."""
    round_things = [(mark.x, mark.y, mark.radius) for mark in scene.marks]
    round_things += [(island.x, island.y, island.radius) for island in scene.islands]
    wide_things = [(x, r + EDGE * 3) for x, _y, r in round_things]
    wide_things += [(mark.x, _measure_half(mark) + EDGE) for mark in scene.marks if mark.key in named]
    left, right = min(x - half for x, half in wide_things), max(x + half for x, half in wide_things)
    top, bottom = min(y - r for _x, y, r in round_things), max(y + r for _x, y, r in round_things)
    return (
        round(left),
        round(top) - EDGE,
        max(round(right - left), 320),
        round(bottom - top) + EDGE * 3,
    )


def _draw_grounds(islands: Iterable[Island]) -> SafeString:
    return format_html_join(
        "", '<circle class="isle" cx="{}" cy="{}" r="{}"/>', ((one.x, one.y, one.radius) for one in islands)
    )


def _draw_lines(scene: Scene) -> SafeString:
    marks = scene.by_key
    order = {"seat": 0, "proposed": 1, "work": 2}
    lines = sorted(scene.lines, key=lambda line: order[line.look])
    return format_html_join(
        "",
        '<path class="{}" d="M{} {}L{} {}"/>',
        ((line.look, marks[line.one].x, marks[line.one].y, marks[line.other].x, marks[line.other].y) for line in lines),
    )


def place_names(marks: Iterable[Mark]) -> dict[str, float]:
    """Where the line of each name stands, by the mark's key; the best tied first. Below its mark, or above where below is
    another name or another mark; a mark without room has none in the picture, and says it when it is pointed at."""
    marks = list(marks)
    taken = [(mark.x, mark.y, _find_size(mark), _find_size(mark)) for mark in marks]
    placed: dict[str, float] = {}
    for mark in sorted(marks, key=lambda one: (-one.count, one.kind == "person", -len(one.near), one.key))[:MOST_NAMES]:
        half, size = _measure_half(mark), _find_size(mark)
        for y in (mark.y + size + 9, mark.y - size - 8):
            if all(abs(y - b) > high + 6 or abs(mark.x - a) > half + wide for a, b, wide, high in taken):
                taken.append((mark.x, y, half, 6))
                placed[mark.key] = round(y + 3, 1)
                break
    return placed


def _measure_half(mark: Mark) -> float:
    """Half of what its name takes, as it is written."""
    return min(len(name_mark(mark)), LETTERS) * 3.2


def _find_size(mark: Mark) -> float:
    return max(9.0, mark.radius * 0.7) if mark.kind == "group" else SIZES[mark.kind]


def _draw_mark(mark: Mark, look: Look, y: float | None) -> SafeString:
    """`y`: where its name stands; None for a mark without one."""
    url = "" if look.is_small else look.find_url(mark)
    inside = format_html("{}{}", _draw_shape(mark), "" if y is None else _write_name(mark, y))
    if look.is_small:
        return inside
    said = format_html("{}<title>{}</title>", inside, name_mark(mark))
    if not url:
        return format_html("<g>{}</g>", said)
    return format_html('<a href="{}" aria-label="{}">{}</a>', url, name_mark(mark), said)


def _draw_shape(mark: Mark) -> SafeString:
    size = _find_size(mark)
    if mark.kind == "group":
        return format_html(
            '<circle class="isle many" cx="{}" cy="{}" r="{}"/><text x="{}" y="{}" text-anchor="middle">{}</text>',
            mark.x,
            mark.y,
            round(size, 1),
            mark.x,
            mark.y + 4,
            mark.count,
        )
    shape = LAB if mark.kind == "lab" else SHAPES[mark.sector]
    css = "mark" if mark.kind == "person" else "mark body"
    return format_html('<g class="{}" transform="translate({} {})scale({})">{}</g>', css, mark.x, mark.y, size, shape)


def _write_name(mark: Mark, y: float) -> SafeString:
    name = name_mark(mark) if mark.kind == "group" else mark.name
    short = name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"
    return format_html('<text class="name" x="{}" y="{}" text-anchor="middle">{}</text>', mark.x, y, short)


def name_mark(mark: Mark) -> str:
    """What a mark is called: its name, or of a group whom it gathers around."""
    if mark.kind != "group":
        return mark.name
    return _("Around %(name)s") % {"name": mark.name} if mark.name else _("Without a tie")
