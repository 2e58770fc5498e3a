"""What shapes and lines mean, and of when the picture is: written below a map that is a file by itself."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from network_map.renderers.shapes import LAB, SHAPES
from stakeholders.models.organisations import Sector

STEP, MARGIN, TEXT_AT = 20, 16, 36


def draw_legend(x: int, y: int, wide: int, note: str) -> tuple[SafeString, int]:
    """The lines below a picture whose frame ends at `y`, and how high they are. `note`: city and quarter."""
    is_rtl = get_language_bidi()
    start, way, anchor = (x + wide, -1, "end") if is_rtl else (x, 1, "start")
    rows = [("", note), *list_signs()]
    lines = (
        (
            start + way * MARGIN,
            y + STEP * nth,
            sign,
            start + way * (TEXT_AT if sign else MARGIN),
            y + STEP * nth + 4,
            anchor,
            words,
        )
        for nth, (sign, words) in enumerate(rows, 1)
    )
    drawn = format_html_join(
        "", '<g transform="translate({} {})">{}</g><text x="{}" y="{}" text-anchor="{}">{}</text>', lines
    )
    return format_html('<g class="legend">{}</g>', drawn), STEP * (len(rows) + 1)


def list_signs() -> list[tuple[str, str]]:
    """Each shape and line with its words."""
    bodies = [(SHAPES[number], str(words)) for number, words in Sector.choices]
    bodies.append((SHAPES[0], _("large: an organisation")))
    small = ((4, SHAPES[0], _("small: a person")), (6, LAB, _("a lab")))
    ties = (("work", _("they work together")), ("proposed", _("proposed")), ("seat", _("a seat in a lab")))
    return [
        *((format_html('<g class="mark body" transform="scale(7)">{}</g>', shape), words) for shape, words in bodies),
        *(
            (format_html('<g class="mark" transform="scale({})">{}</g>', size, one), words)
            for size, one, words in small
        ),
        *((format_html('<path class="{}" d="M-12 0H12"/>', look), words) for look, words in ties),
    ]
