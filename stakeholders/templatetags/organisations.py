"""The rows of the list of organisations. In Python: fifty rows as templates took half of their page's time."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_html
from educities.kit.quick_nodes import escape_once
from educities.kit.templatetags.look import state_tag
from stakeholders.models import Organisation
from stakeholders.templatetags.sectors import sector_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_rows(context: Context, rows: Iterable[Organisation], may_choose: bool = False) -> SafeString:
    """`{% organisation_rows rows may_verify %}`: name, sector, field and state; with a box before each name to choose it."""
    slug, find_mark = context["city"].slug, cache(sector_mark)
    # On a narrow screen, which shows no head of the table, each cell says what it is.
    sector, field, state = (conditional_escape(head) for head in (_("Sector"), _("Field"), _("Status")))
    return format_html_join(
        "",
        '<tr><td>{}</td><td data-label="{}">{}</td><td data-label="{}">{}</td><td data-label="{}">{}</td></tr>',
        (
            (
                _draw_name(row, slug, may_choose=may_choose),
                sector,
                find_mark(row.sector),
                field,
                row.get_field_display(),
                state,
                _draw_state(row),
            )
            for row in rows
        ),
    )


def _draw_state(row: Organisation) -> SafeString:
    # In a column of its own the ordinary state stands too; of what waits, since when.
    state = state_tag(row) or conditional_escape(row.get_state_display())
    if row.state != Organisation.State.PROPOSED:
        return state
    return format_html("{} {}", state, _("since %(day)s") % {"day": format_day(localtime(row.created_at))})


def _draw_name(row: Organisation, slug: str, *, may_choose: bool) -> SafeString:
    address = escape_once(cached_reverse("organisation", slug, row.pk))
    link = format_html('<a href="{}">{}</a>', address, translate_html(row.name))
    if not may_choose:
        return link
    box = '<label class="choice"><input type="checkbox" name="chosen" value="{}"> <span class="vh">{}</span> {}</label>'
    return format_html(box, str(row.pk), _("Choose"), link)
