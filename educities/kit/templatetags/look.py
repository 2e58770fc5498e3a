"""Template tags of the design system: data in, markup out; no app is known here. See docs/design-system.md."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import CheckboxInput
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.icons import TURNING, strokes

register = template.Library()
STAGES = (
    gettext_lazy("Getting to know each other"),
    gettext_lazy("Shared learning expeditions"),
    gettext_lazy("Designing the city’s model"),
    gettext_lazy("Connected implementation"),
)
SECTORS = (
    gettext_lazy("public"),
    gettext_lazy("business"),
    gettext_lazy("non-profit"),
    gettext_lazy("social business"),
)
SHAPES = (
    '<circle class="f1" cx="5" cy="5" r="5"/>',
    '<rect class="f2" width="10" height="10"/>',
    '<path class="f3" d="M5 0l5 10H0z"/>',
    '<path class="f4" d="M5 0l5 5-5 5-5-5z"/>',
)
TONES = {
    "good": "verified active launched running confirmed reached adopted learned published visible given granted done "
    "embedded signed present recorded accepted open sent",
    "sun": "proposed gathering recruiting pending submitted at_risk awaiting_consent requested invited waitlisted "
    "in_review revising late excused scheduled checked reviewing leased",
    "bad": "rejected missed refused withdrawn removed hidden dead expired absent failed",
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "check" %}`: a drawing beside words; with `label` it speaks for itself."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        " turns" if name in TURNING else "",
        said,
        strokes(name),
    )


@register.filter
def ltr(value: Any) -> SafeString:
    """Phones, addresses, codes, ranges: read from left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', "" if value is None else value)


@register.simple_tag
def sector_shape(number: int) -> SafeString:
    """The shape alone, for places where the sector's name stands beside it."""
    return mark_safe(f'<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">{SHAPES[int(number) - 1]}</svg>')  # noqa: S308


@register.simple_tag
def sector_mark(number: int | None) -> SafeString:
    """`{% sector_mark organisation.sector %}`: shape, colour and name of a sector."""
    if not number:
        return mark_safe("")
    return format_html('<span class="sector">{}{}</span>', sector_shape(number), SECTORS[int(number) - 1])


@register.simple_tag
def sector_bar(counts: Mapping[int, int], label: str = "") -> SafeString:
    """`{% sector_bar {1: 3, 2: 0, ...} %}`: how many of each sector; a missing one is outlined and said."""
    cells = [
        (
            "" if counts.get(number, 0) else "missing",
            sector_shape(number),
            counts.get(number, 0),
            name,
            "" if counts.get(number, 0) else format_html('<span class="vh"> ({})</span>', _("missing")),
        )
        for number, name in enumerate(SECTORS, start=1)
    ]
    inside = format_html_join("", '<li class="{}"><b class="num">{}{}</b><span>{}{}</span></li>', cells)
    return format_html('<ul class="balance" aria-label="{}">{}</ul>', label or _("Balance of the four sectors"), inside)


@register.simple_tag
def stage_path(stage: int, size: str = "full") -> SafeString:
    """`{% stage_path cohort.stage %}`, `{% stage_path 2 "mini" %}`: the path of four stages; 0 = before the first."""
    stage = int(stage or 0)
    items = []
    for number, name in enumerate(STAGES, start=1):
        mark = "done" if number < stage else "now" if number == stage else "ahead"
        items.append((mark, mark_safe(' aria-current="step"') if mark == "now" else "", name))
    inside = format_html_join("", '<li class="{}"{}>{}</li>', items)
    css = "path mini" if size == "mini" else "path"
    label = _("Stage %(number)s of 4") % {"number": stage} if stage else _("Before the first stage")
    return format_html('<ol class="{}" aria-label="{}">{}</ol>', css, label, inside)


@register.simple_tag
def state_tag(row: Any, field: str = "state") -> SafeString:
    """`{% state_tag lab %}`: the state as words in its tone; a bare word is shown as it is."""
    if isinstance(row, str):
        return format_html('<span class="tag {}">{}</span>', TONE_OF.get(row, ""), row)
    display = getattr(row, f"get_{field}_display")()
    return format_html('<span class="tag {}">{}</span>', TONE_OF.get(str(getattr(row, field)), ""), display)


@register.filter
def number(value: Any) -> SafeString:
    """A figure as people here write it, isolated and tabular."""
    return format_html('<span class="num">{}</span>', localize(value, use_l10n=True))


@register.filter
def field_kind(bound: Any) -> str:
    """`tick` for one checkbox: its label stands beside it."""
    return "tick" if isinstance(bound.field.widget, CheckboxInput) else ""


@register.filter
def lines(value: str) -> SafeString:
    """Free text with its line ends, in its own direction."""
    return format_html('<div class="lines" dir="auto">{}</div>', conditional_escape(value or ""))


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """`{% qr url "label" %}`: a QR code as SVG without styles."""
    import segno  # noqa: PLC0415 (few pages draw one)

    code = segno.make(text, error="m")
    rows = list(code.matrix_iter(border=2))
    size = len(rows)
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<rect width="{}" height="{}" fill="#fff"/><path fill="#14242b" d="{}"/></svg>',
        size,
        size,
        label,
        size,
        size,
        mark_safe(dots),  # noqa: S308 (digits and letters drawn here)
    )
