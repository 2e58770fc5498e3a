"""The four sectors as shapes and words; templates need no `{% load %}` for them. See docs/design-system.md."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stakeholders.models import Sector

register = template.Library()
SHAPES = {
    Sector.PUBLIC: '<circle class="f1" cx="5" cy="5" r="5"/>',
    Sector.BUSINESS: '<rect class="f2" width="10" height="10"/>',
    Sector.NON_PROFIT: '<path class="f3" d="M5 0l5 10H0z"/>',
    Sector.SOCIAL_BUSINESS: '<path class="f4" d="M5 0l5 5-5 5-5-5z"/>',
}


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
def sector_bar(counts: Mapping[int, int], label: str = "") -> SafeString:
    """`{% sector_bar {1: 3, 2: 0, ...} %}`: how many of each sector; a missing one is outlined and said."""
    cells = [
        (
            "" if counts.get(sector, 0) else "missing",
            sector_shape(sector),
            counts.get(sector, 0),
            sector.label,
            "" if counts.get(sector, 0) else format_html('<span class="vh"> ({})</span>', _("missing")),
        )
        for sector in Sector
    ]
    inside = format_html_join("", '<li class="{}"><b class="num">{}{}</b><span>{}{}</span></li>', cells)
    return format_html('<ul class="balance" aria-label="{}">{}</ul>', label or _("Balance of the four sectors"), inside)
