"""Circles inside one another, drawn as SVG on the server: how many of something there are in each, and the way there."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDE, STEP_WIDE, STEP_HIGH, INNERMOST = 340, 21, 22, 32
# From the top of a ring to its line of text.
LINE = 27


class Ring(NamedTuple):
    """One circle: its name, how many there are, where they are listed, and whether they are what the page shows now."""

    label: str | Promise
    number: int
    url: str
    is_current: bool = False


def render_rings(rings: Sequence[Ring], *, title: str) -> SafeString:
    """The circles from the innermost to the outermost, each a link with its name and number."""
    high = 2 * (INNERMOST + STEP_HIGH * (len(rings) - 1)) + 4
    # The outermost first: what is drawn later lies on top.
    drawn = [_render_ring(ring, place, len(rings), high) for place, ring in enumerate(rings)][::-1]
    return format_html(
        '<figure class="rings"><svg viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg></figure>',
        WIDE,
        high,
        title,
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _render_ring(ring: Ring, place: int, of: int, high: int) -> SafeString:
    tall, middle = INNERMOST + STEP_HIGH * place, WIDE // 2
    wide = middle - 2 - STEP_WIDE * (of - 1 - place)
    top = high - 2 - 2 * tall
    return format_html(
        '<a href="{}" aria-label="{}"{}><ellipse cx="{}" cy="{}" rx="{}" ry="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></a>',
        ring.url,
        _("%(name)s: %(n)s") % {"name": ring.label, "n": ring.number},
        SafeString(' aria-current="true"') if ring.is_current else "",
        middle,
        high - 2 - tall,
        wide,
        tall,
        middle,
        top + LINE if place else high + 2 - tall,
        _("%(name)s · %(n)s") % {"name": ring.label, "n": ring.number},
    )
