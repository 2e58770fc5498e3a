"""The four sectors as shapes and words; templates need no `{% load %}` for them. See docs/design-system.md."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from educities.kit.multilingual import join_localised
from stakeholders.models import Sector

register = template.Library()
SHAPES = {
    Sector.PUBLIC: '<circle class="f1" cx="5" cy="5" r="5"/>',
    Sector.BUSINESS: '<rect class="f2" width="10" height="10"/>',
    Sector.NON_PROFIT: '<path class="f3" d="M5 0l5 10H0z"/>',
    Sector.SOCIAL_BUSINESS: '<path class="f4" d="M5 0l5 5-5 5-5-5z"/>',
}

FREE = {sector: shape.replace(f"f{sector.value}", "free") for sector, shape in SHAPES.items()}
# More shapes in one row nobody counts.
MAX_DRAWN = 12


@register.simple_tag
def sector_shape(number: int) -> SafeString:
    """The shape alone, for places where the sector's name stands beside it."""
    return mark_safe(f'<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">{SHAPES[Sector(number)]}</svg>')  # noqa: S308


@register.simple_tag
def sector_mark(number: int | None) -> SafeString:
    """`{% sector_mark organisation.sector %}`: shape, colour and name of a sector."""
    if not number:
        return mark_safe("")
    return format_html('<span class="sector">{}{}</span>', sector_shape(number), Sector(number).label)


@register.simple_tag
def sector_seats(counts: Mapping[int, int], places: int = 0, url: str = "", *, is_over: bool = False) -> SafeString:
    """`{% sector_seats {1: 3, 2: 0} 24 %}`: a filled shape for each who is there, a dashed one for each free place.

    Of `places` a quarter belongs to each sector; without it, or above twelve, a row ends with its number alone, and a
    sector that nobody has is one dashed shape and is said. `url`: the list that each sector leads to, cut to it.
    `is_over`: nobody joins any more, so no place is free and nobody is missing.
    """
    share = 0 if is_over else places // len(Sector)
    rows = [_seat_row(sector, counts.get(sector, 0), share, url, may_miss=not is_over) for sector in Sector]
    inside = format_html_join("", '<li><span>{}</span><span class="marks" aria-hidden="true">{}</span>{}</li>', rows)
    return format_html('<ul class="seats" aria-label="{}">{}</ul>', _("Balance of the four sectors"), inside)


def _seat_row(
    sector: Sector, there: int, places: int, url: str, *, may_miss: bool
) -> tuple[str, SafeString, SafeString]:
    drawn, is_missing = min(there, MAX_DRAWN), may_miss and not there
    free = max(0, min(places, MAX_DRAWN) - drawn) or int(is_missing)
    marks = sector_shape(sector) * drawn + _free_shape(sector) * free
    number = format_html('<b class="num">{}</b>', there)
    if is_missing:
        number = format_html('{}<span class="vh"> ({})</span>', number, _("missing"))
    label = str(sector.label)
    if url and there:
        label = format_html('<a href="{}sector={}">{}</a>', url, sector, label)
    return label, mark_safe(marks), number  # noqa: S308 (shapes drawn here)


def _free_shape(sector: Sector) -> str:
    return f'<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">{FREE[sector]}</svg>'


@register.simple_tag
def sector_line(counts: Mapping[int, int], *, is_over: bool = False) -> SafeString:
    """`{% sector_line counts %}`: the four shapes beside each other in a row of a list; those that are missing dashed.

    `is_over`: nobody joins any more, so those who were there are named, not those who are missing.
    """
    shapes = "".join(sector_shape(one) if counts.get(one) else _free_shape(one) for one in Sector)
    there = [str(one.label) for one in Sector if counts.get(one)]
    missing = [str(one.label) for one in Sector if not counts.get(one)]
    if not missing:
        words = _("All four sectors")
    elif is_over:
        words = join_localised(there)
    else:
        words = _("Missing: %(sectors)s") % {"sectors": join_localised(missing)}
    return format_html('<span class="four">{}<span class="vh">{}</span></span>', mark_safe(shapes), words)  # noqa: S308
