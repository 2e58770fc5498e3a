"""The five years as a picture of its own (SVG): sixty months, numbered beads and bars, the line of today, and below them
what the numbers and rings mean. Right-to-left where the language is."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from programs.queries.ribbon import Ribbon
from programs.values.ribbon import MONTHS, Bead, Lane

NAMES, MONTH, ROW, TOP = 260, 16, 30, 84
WIDTH = NAMES + MONTHS * MONTH + 20
COLOURS = {"done": "#0b6477", "now": "#b87a00", "late": "#a3201d", "dash": "#ffffff", "": "#ffffff"}
GREY = "#72838b"
# The milestones stand below in so many columns; a title is cut at so many letters.
COLUMNS, LINE, LONGEST, LONGEST_FOCUS = 2, 20, 62, 28


def render_ribbon_svg(ribbon: Ribbon, title: str, *, is_rtl: bool) -> SafeString:
    """The picture's text. It needs no style sheet and no font of its own."""
    below = TOP + ROW * (len(ribbon.all_lanes) + 1) + 10
    lines = -(-len(ribbon.beads) // COLUMNS)
    height = below + 60 + LINE * (lines + 1)
    bars = [_draw_lane(lane, TOP + ROW * n, is_rtl=is_rtl) for n, lane in enumerate(ribbon.all_lanes, start=1)]
    parts = [
        _draw_today(ribbon, below, is_rtl=is_rtl),
        _draw_years(ribbon, is_rtl=is_rtl),
        *(_draw_bead(bead, n, is_rtl=is_rtl) for n, bead in enumerate(ribbon.beads, start=1)),
        *bars,
        _draw_key(below + 30, is_rtl=is_rtl, has_late=ribbon.has_late),
        *_list_beads(ribbon.beads, below + 64, is_rtl=is_rtl),
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" direction="{dir}" '
        'font-family="Rubik, sans-serif" font-size="13" fill="#14242b" role="img">'
        '<title>{title}</title><rect width="{w}" height="{h}" fill="#ffffff"/>'
        '<text x="{x}" y="20" font-weight="bold">{title}</text>{parts}</svg>',
        w=WIDTH,
        h=height,
        dir="rtl" if is_rtl else "ltr",
        title=title,
        x=WIDTH - 10 if is_rtl else 10,
        parts=format_html_join("", "{}", ((part,) for part in parts)),
    )


def _find_left(month: int, length: int, *, is_rtl: bool) -> int:
    """Where so many months from this one begin on the left."""
    return WIDTH - NAMES - (month - 1 + length) * MONTH if is_rtl else NAMES + (month - 1) * MONTH


def _find_start(month: int, *, is_rtl: bool) -> int:
    return WIDTH - NAMES - (month - 1) * MONTH if is_rtl else NAMES + (month - 1) * MONTH


def _draw_years(ribbon: Ribbon, *, is_rtl: bool) -> SafeString:
    """Each year with its focus below it."""
    return format_html_join(
        "",
        '<text x="{x}" y="40" font-weight="{weight}">{label}</text><text x="{x}" y="56" font-size="11">{focus}</text>',
        (
            {
                "x": _find_start(year.month, is_rtl=is_rtl),
                "weight": "bold" if year.is_now else "normal",
                "label": year.label,
                "focus": _shorten(year.focus, LONGEST_FOCUS),
            }
            for year in ribbon.years
        ),
    )


def _draw_today(ribbon: Ribbon, below: int, *, is_rtl: bool) -> SafeString:
    if ribbon.today is None:
        return format_html("")
    step = (ribbon.third - 1) * MONTH // 2
    x = _find_start(ribbon.today, is_rtl=is_rtl) + (-step if is_rtl else step)
    return format_html(
        '<line x1="{x}" y1="{top}" x2="{x}" y2="{below}" stroke="{colour}" stroke-dasharray="4 3"/>'
        '<text x="{x}" y="{under}" font-size="11" text-anchor="middle">{word}</text>',
        x=x,
        top=TOP - 22,
        below=below - 8,
        under=below + 4,
        colour=COLOURS["now"],
        word=_("today"),
    )


def _draw_ring(tone: str, x: int, y: int, title: str = "") -> SafeString:
    return format_html(
        '<circle cx="{}" cy="{}" r="5" fill="{}" stroke="{}" stroke-width="2"><title>{}</title></circle>',
        x,
        y,
        COLOURS["done"] if tone == "done" else "#ffffff",
        COLOURS[tone] if tone in {"done", "now", "late"} else GREY,
        title,
    )


def _draw_bead(bead: Bead, number: int, *, is_rtl: bool) -> SafeString:
    x = _find_left(bead.month, 1, is_rtl=is_rtl) + MONTH // 2
    return format_html(
        '{}<text x="{}" y="{}" font-size="9" text-anchor="middle">{}</text>',
        _draw_ring(bead.tone, x, TOP + 8, bead.title),
        x,
        TOP - 2,
        number,
    )


def _draw_key(y: int, *, is_rtl: bool, has_late: bool) -> SafeString:
    """What each ring and bar means, in one line."""
    words = [("done", _("milestone reached")), ("now", _("next milestone")), ("", _("planned milestone"))]
    words += [("late", _("overdue or missed"))] if has_late else []
    found = []
    for n, (tone, word) in enumerate(words):
        x = WIDTH - 16 - n * 200 if is_rtl else 16 + n * 200
        found.append((_draw_ring(tone, x, y), x - 14 if is_rtl else x + 14, y + 4, word))
    return format_html("<g>{}</g>", format_html_join("", '{}<text x="{}" y="{}" font-size="12">{}</text>', found))


def _list_beads(beads: Sequence[Bead], top: int, *, is_rtl: bool) -> list[SafeString]:
    """Each number with its milestone, day and status, in columns."""
    lines = -(-len(beads) // COLUMNS)
    found = []
    for n, bead in enumerate(beads):
        column, line = divmod(n, lines)
        x = column * (WIDTH // COLUMNS) + 10
        title = _shorten(bead.title, LONGEST)
        day = date_format(bead.due_on, "SHORT_DATE_FORMAT")
        found.append(
            format_html(
                '<text x="{}" y="{}" font-size="12">{}. {} · {} · {}</text>',
                WIDTH - x if is_rtl else x,
                top + line * LINE,
                n + 1,
                title,
                day,
                bead.state,
            )
        )
    return found


def _shorten(text: str, length: int) -> str:
    return Truncator(text).chars(length)


def _draw_lane(lane: Lane, y: int, *, is_rtl: bool) -> SafeString:
    pieces = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="12" rx="4" fill="{}" stroke="{}"/>',
        (
            (
                _find_left(piece.month, piece.length, is_rtl=is_rtl) + 1,
                y,
                piece.length * MONTH - 2,
                COLOURS.get(piece.span.fill, "#ffffff"),
                GREY,
            )
            for piece in lane.pieces
        ),
    )
    return format_html('<text x="{}" y="{}">{}</text>{}', WIDTH - 10 if is_rtl else 10, y + 11, lane.name[:34], pieces)
