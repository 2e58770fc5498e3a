"""The rows of the list of organisations. In Python: fifty rows as templates took half of their page's time."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from educities.kit.addresses import cached_reverse
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
    # A narrow screen shows no head of the table: each cell says what it is.
    heads = format_html_join("", "{}", (("",),)), *(escape_once(text) for text in (_("Sector"), _("Field"), _("Status")))
    return format_html_join("", "{}", ())
