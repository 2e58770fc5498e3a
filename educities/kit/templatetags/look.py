"""Template tags of the design system: data in, markup out; no app is known here. See docs/design-system.md."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.utils import flatatt
from django.template.base import Parser, Token
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from educities.kit.day_words import format_days, format_moment, format_row_day
from educities.kit.field_sizes import find_field_size
from educities.kit.forms import FieldGroup, group_fields
from educities.kit.icons import TURNING, icon_paths
from educities.kit.multilingual import isolate_ranges, join_localised, list_divider, mark_language, order_for_reader
from educities.kit.tones import is_quiet, tone_of

register = template.Library()
register.filter("field_size", find_field_size)
# So many rows are read at a glance: a list of no more has no filter.
MOST_UNFILTERED = 7


class NumberedRows(Protocol):
    """A page of Django, or whatever else knows the numbers of the rows it shows."""

    def start_index(self) -> int: ...

    def end_index(self) -> int: ...


@register.simple_tag
def full_address(path: str) -> str:
    """The address as it is passed on outside the site, whatever host was asked."""
    return f"{settings.BASE_URL}{path}"


@register.filter
def with_colon(label: str) -> str:
    """A label before what is said about it: `Name:`; a question has its own mark."""
    text = str(label)
    return text if text.endswith(("?", "؟", ":")) else f"{text}:"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "check" %}`: a drawing beside words; with `label` it speaks for itself."""
    return _draw_icon(name, label) if label else _draw_silent_icon(name)


# Without a label the drawings are few, and a page shows dozens of them.
@cache
def _draw_silent_icon(name: str) -> SafeString:
    return _draw_icon(name)


def _draw_icon(name: str, label: str = "") -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        " turns" if name in TURNING else "",
        said,
        icon_paths(name),
    )


@register.simple_tag
def select_groups(groups: Iterable[tuple[str | None, list[Mapping[str, Any]], int]]) -> SafeString:
    """The inside of a drop-down list, as the widget's `optgroups` gives it. Its empty choice says what to do.

    Written here, because a list of ninety areas as ninety templates with two includes each took a third of its page.
    """
    # Here each choice outside the groups is a group of its own, without a name.
    parts: list[SafeString] = []
    for name, options, _index in groups:
        drawn = [_draw_option(option) for option in options]
        parts += [format_html('<optgroup label="{}">', name), *drawn, mark_safe("</optgroup>")] if name else drawn
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)


def _draw_option(option: Mapping[str, Any]) -> SafeString:
    attrs = flatatt(option["attrs"]) if option["attrs"] else ""
    label = str(option["label"])
    return format_html(
        '<option value="{}"{}>{}</option>',
        str(option["value"]),
        attrs,
        _("Choose …") if label == "---------" else label,
    )


@register.simple_tag(name="list_divider")
def draw_list_divider() -> str:
    """What stands between two of a list in one line, as the page's language has it."""
    return list_divider()


@register.filter
def ltr(value: object) -> SafeString:
    """Phones, addresses, codes, ranges: read from left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', "" if value is None else value)


@register.filter
def web_address(url: str) -> SafeString:
    """An address to type off, from left to right: a line of it ends after a slash alone, never at a hyphen that is its own."""
    parts = re.findall(r"[^/]*/+|[^/]+$", url)
    return format_html(
        '<bdi dir="ltr">{}</bdi>', format_html_join("", '<span class="one">{}</span>', ([one] for one in parts))
    )


@register.simple_tag
def state_tag(row: object, field: str = "state") -> SafeString:
    """`{% state_tag lab %}`, `{% state_tag mark "status" %}`: the state as words in its tone; nothing of the ordinary one.

    A model that says more of a state than its choice has `describe_state`.
    """
    if is_quiet(row, field):
        return mark_safe("")
    say = getattr(row, f"describe_{field}", None) or getattr(row, f"get_{field}_display")
    return format_html('<span class="tag {}">{}</span>', tone_of(row, field), say())


@register.filter
def row_range(page: NumberedRows) -> SafeString:
    """Which rows a page of a list shows: from 51 to 100."""
    first, last = (localize(number, use_l10n=True) for number in (page.start_index(), page.end_index()))
    return ltr(f"{first}–{last}")


@register.filter
def number(value: object) -> SafeString:
    """A figure as people here write it, isolated and tabular."""
    return format_html('<span class="num">{}</span>', localize(value, use_l10n=True))


@register.filter(expects_localtime=True)
def when(value: date | datetime | None, end: datetime | None = None) -> SafeString:
    """`{{ session.starts_at|when }}`: "Sun 29 Nov, 17:00", without its hour for a date (`format_row_day`).

    `{{ session.starts_at|when:session.ends_at }}` says until which hour. The whole date is in the title.
    """
    if not value:
        return mark_safe("")
    day = value.date() if isinstance(value, datetime) else value
    text = format_row_day(day)
    whole = _format_whole_day(day)
    shown = format_html(_("{day}, {time}"), day=text, time=_clock(value, end)) if isinstance(value, datetime) else text
    return format_html('<time class="when" datetime="{}" title="{}">{}</time>', value.isoformat(), whole, shown)


@register.filter(expects_localtime=True)
def as_day(value: date | None, beside: date | None = None) -> str:
    """A day, or the day of a moment, in a sentence: `{{ row.due_on|as_day }}`. `beside`: another day of the sentence; both
    have their year where one of them is of another year."""
    return format_days(*(day for day in (value, beside) if day))[0] if value else ""


@register.filter
def as_span(first: date | None, last: date | None) -> str:
    """A period, with both its years or none: `{{ year.starts_on|as_span:year.ends_on }}`."""
    return " – ".join(format_days(*(day for day in (first, last) if day)))


@register.filter(expects_localtime=True)
def as_moment(value: datetime | None) -> str:
    """A moment in a sentence: `{{ row.made_at|as_moment }}`."""
    return format_moment(value) if value else ""


def _format_whole_day(day: date) -> str:
    return join_localised([date_format(day, "l"), date_format(day, "DATE_FORMAT")])


def _clock(start: datetime, end: datetime | None) -> SafeString:
    hours = [date_format(start, "H:i"), *([date_format(timezone.localtime(end), "H:i")] if end else [])]
    return format_html('<bdi dir="ltr">{}</bdi>', "–".join(hours))


@register.filter
def field_kind(bound: BoundField) -> str:
    """`tick` for one checkbox: its label stands beside it."""
    return "tick" if isinstance(bound.field.widget, CheckboxInput) else ""


@register.filter
def count_filled(form: BaseForm) -> int:
    """How many fields of a filter are filled; what goes along unseen narrows nothing."""
    return sum(bool(form.data.get(field.html_name)) for field in form.visible_fields()) if form.is_bound else 0


@register.filter
def needs_filter(form: BaseForm, count: int) -> bool:
    """Is there anything to narrow in a list of so many rows, or is it narrowed?"""
    return count > MOST_UNFILTERED or bool(count_filled(form))


@register.filter
def field_groups(form: BaseForm) -> list[FieldGroup]:
    """The form's visible fields as its `LAYOUT` puts them together."""
    return group_fields(form)


@register.filter
def is_day(bound: BoundField) -> bool:
    """Is the answer a day, chosen in the browser's own calendar?"""
    return getattr(bound.field.widget, "input_type", "") == "date"


@register.filter
def day_words(bound: BoundField) -> str:
    """The chosen day in words of the page: a browser writes it in its own language and order."""
    try:
        day = date.fromisoformat(str(bound.value() or ""))
    except ValueError:
        return ""
    return _format_whole_day(day)


@register.filter
def lines(value: str) -> SafeString:
    """Free text with its line ends, in its own direction, at the side where the page begins."""
    text = isolate_ranges(conditional_escape(value or ""))
    return format_html('<div class="lines"><bdi>{}</bdi></div>', mark_safe(text))  # noqa: S308 (escaped)


@register.filter
def marked(value: str) -> SafeString:
    """`{{ row.place|marked }}`: what people wrote in one language, for readers of all; where it is not theirs, it says so."""
    return mark_language(value or "")


@register.filter
def reader_first(value: str) -> SafeString:
    """Free text whose paragraphs say the same in several languages: the reader's own come first, the others are marked."""
    rows = format_html_join("", "<p>{}</p>", ([mark_language(one)] for one in order_for_reader(value or "")))
    return format_html('<div class="stack">{}</div>', rows)


@register.filter
def only_asks(form: Any) -> bool:
    """Is nothing wrong in what was sent, and all that is said a question? A form asks by itself too (`asks`)."""
    fields = [form.fields.get(name) for name in form.errors]
    return getattr(form, "asks", False) or (bool(fields) and all(getattr(one, "is_question", False) for one in fields))


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


class MenuNode(template.Node):
    """What `{% menu %}` draws."""

    def __init__(self, inside: template.NodeList, kind: str) -> None:
        self.inside, self.kind = inside, kind

    def render(self, context: template.Context) -> SafeString:
        """The menu, or nothing when the person may do none of it."""
        items = self.inside.render(context)
        if "<li" not in items:
            return mark_safe("")
        opener = (
            format_html('<summary class="dots">{}</summary>', icon("ellipsis-vertical", _("More")))
            if self.kind == "row"
            else format_html('<summary class="btn">{}{}</summary>', _("More"), icon("chevron-down"))
        )
        return format_html('<details class="menu">{}<ul>{}</ul></details>', opener, mark_safe(items))  # noqa: S308 (rendered)


@register.tag
def menu(parser: Parser, token: Token) -> MenuNode:
    """`{% menu %}<li>…</li>{% endmenu %}` in a page's head, `{% menu row %}` at the end of a row: what is done seldom."""
    parts = token.split_contents()
    inside = parser.parse(("endmenu",))
    parser.delete_first_token()
    return MenuNode(inside, parts[1] if len(parts) > 1 else "")
