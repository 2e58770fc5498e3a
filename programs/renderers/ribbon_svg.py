"""The five years as a picture of its own (SVG): sixty months, beads and bars, right-to-left where the language is."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from programs.queries.ribbon import Ribbon
from programs.values.ribbon import MONTHS, Lane

NAMES, MONTH, ROW, TOP = 260, 16, 30, 64
WIDTH = NAMES + MONTHS * MONTH + 20
COLOURS = {"done": "#0b6477", "now": "#b87a00", "late": "#a3201d", "dash": "#ffffff", "": "#ffffff"}


def render_ribbon_svg(ribbon: Ribbon, title: str, *, is_rtl: bool) -> SafeString:
    """The picture's text. It needs no style sheet and no font of its own."""
    lanes = ribbon.all_lanes
    height = TOP + ROW * (len(lanes) + 1) + 20
    heads = format_html_join(
        "",
        '<text x="{}" y="44" text-anchor="{}" font-weight="{}">{}</text>',
        (
            (_find_start(year.month, is_rtl=is_rtl), "start", "bold" if year.is_now else "normal", year.label)
            for year in ribbon.years
        ),
    )
    beads = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="5" fill="{}" stroke="{}" stroke-width="2"><title>{}</title></circle>',
        (
            (
                _find_left(bead.month, 1, is_rtl=is_rtl) + MONTH // 2,
                TOP + 8,
                COLOURS["done"] if bead.tone == "done" else "#ffffff",
                COLOURS.get(bead.tone, "") if bead.tone in {"done", "now", "late"} else "#72838b",
                bead.title,
            )
            for bead in ribbon.beads
        ),
    )
    bars = format_html_join(
        "", "{}", ((_draw_lane(lane, TOP + ROW * n, is_rtl=is_rtl),) for n, lane in enumerate(lanes, start=1))
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" direction="{dir}" '
        'font-family="Rubik, sans-serif" font-size="13" fill="#14242b" role="img">'
        '<title>{title}</title><rect width="{w}" height="{h}" fill="#ffffff"/>'
        '<text x="{x}" y="20" font-weight="bold">{title}</text>{heads}{beads}{bars}</svg>',
        w=WIDTH,
        h=height,
        dir="rtl" if is_rtl else "ltr",
        title=title,
        x=WIDTH - 10 if is_rtl else 10,
        heads=heads,
        beads=beads,
        bars=bars,
    )


def _find_left(month: int, length: int, *, is_rtl: bool) -> int:
    """Where so many months from this one begin on the left."""
    return WIDTH - NAMES - (month - 1 + length) * MONTH if is_rtl else NAMES + (month - 1) * MONTH


def _find_start(month: int, *, is_rtl: bool) -> int:
    return WIDTH - NAMES - (month - 1) * MONTH if is_rtl else NAMES + (month - 1) * MONTH


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
                "#72838b",
            )
            for piece in lane.pieces
        ),
    )
    return format_html('<text x="{}" y="{}">{}</text>{}', WIDTH - 10 if is_rtl else 10, y + 11, lane.name[:34], pieces)
