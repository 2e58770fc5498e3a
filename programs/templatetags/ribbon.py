"""The marks of the five years' picture and the rows of its table. In Python: as template tags they cost a page half of its time."""

from collections.abc import Iterable, Iterator
from datetime import date

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from educities.kit.kept_parts import KeptParts
from programs.queries.ribbon import Ribbon
from programs.values.ribbon import Bead, Lane, Span

register = template.Library()
# A picture is about ten kilobytes.
PICTURES = KeptParts(100)


@register.simple_tag(takes_context=True)
def ribbon_picture(context: Context, ribbon: Ribbon, table_url: str = "") -> SafeString:
    """`{% ribbon_picture ribbon %}`: the five years (kit/_ribbon.html). Kept, because it changes a few times a week."""

    def draw() -> SafeString:
        return render_to_string("kit/_ribbon.html", {"ribbon": ribbon, "table_url": table_url})

    return PICTURES.find_or_draw(context["city"].pk, (ribbon, table_url), draw)


@register.simple_tag
def ribbon_beads(beads: Iterable[Bead]) -> SafeString:
    """`{% ribbon_beads ribbon.beads %}`: the milestones on their months."""
    return format_html_join("", '<span class="bead {} m{}"></span>', ((bead.tone, bead.month) for bead in beads))


@register.simple_tag
def ribbon_lane(lane: Lane, css: str = "") -> SafeString:
    """`{% ribbon_lane lane "parted" %}`: one bar of the picture with its name and what it belongs to."""
    pieces = ((piece.span.fill, piece.month, piece.length) for piece in lane.pieces)
    return format_html(
        '<div class="lane {}"><span class="name">{}{}</span><div class="track" aria-hidden="true">{}</div></div>',
        css,
        _link(lane.name, lane.url),
        format_html(" <small>{}</small>", lane.about) if lane.about else "",
        format_html_join("", '<span class="seg {} m{} n{}"></span>', pieces),
    )


@register.simple_tag
def ribbon_rows(ribbon: Ribbon) -> SafeString:
    """`{% ribbon_rows ribbon %}`: each milestone and each bar of the picture, with its days and its status."""
    heads = (_("From"), _("Until"), _("Status"))
    fills = {"done": _("done"), "now": _("now")}
    rows = [_cells(_link(bead.title, bead.url), heads, "–", _when(bead), bead.state) for bead in ribbon.beads]
    for lane in ribbon.all_lanes:
        for span in _join_at_today(lane.spans):
            days = _day(span.starts_on), _day(span.ends_on)
            rows.append(_cells(_name(lane, span), heads, *days, fills.get(span.fill) or _("ahead")))
    return format_html_join("", "{}", ((row,) for row in rows))


def _join_at_today(spans: list[Span]) -> Iterator[Span]:
    """What the picture cuts at today, once: it is in progress."""
    kept: Span | None = None
    for span in spans:
        if kept and (kept.fill, span.fill, kept.label, kept.ends_on) == ("now", "", span.label, span.starts_on):
            kept = kept._replace(ends_on=span.ends_on)
            continue
        if kept:
            yield kept
        kept = span
    if kept:
        yield kept


def _cells(name: SafeString, heads: tuple[str, str, str], *cells: str) -> SafeString:
    pairs = zip(heads, cells, strict=True)
    return format_html("<tr><td>{}</td>{}</tr>", name, format_html_join("", '<td data-label="{}">{}</td>', pairs))


def _name(lane: Lane, span: Span) -> SafeString:
    return format_html("{} · {}", _link(lane.name, lane.url), span.label) if span.label else _link(lane.name, lane.url)


def _link(name: str, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, name) if url else format_html("{}", name)


def _when(bead: Bead) -> SafeString:
    day = format_html('<time datetime="{}">{}</time>', bead.due_on.isoformat(), _day(bead.due_on))
    # A bare day beside "reached" reads as the day on which that was.
    return format_html("{} {}", _("Due"), day) if bead.is_early else day


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
