"""Commitments and sites on pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.multilingual import translate_html
from stakeholders.models import Commitment, Site
from stakeholders.queries.commitments import Amount
from stakeholders.texts.commitments import write_amount, write_delivery, write_number

register = template.Library()


@register.simple_tag
def amount(row: Commitment) -> SafeString:
    """How much was promised: "12 hours"."""
    return format_html('<bdi class="num">{}</bdi>', write_amount(row))


@register.simple_tag
def delivery(row: Commitment) -> SafeString:
    """How much of it has arrived: "3 of 12 hours"."""
    return format_html('<bdi class="num">{}</bdi>', write_delivery(row))


@register.simple_tag
def sum_of(found: Amount) -> SafeString:
    """Delivered of promised in a cell of the sums; a dash where nothing was promised."""
    if not found.promised and not found.delivered:
        return format_html('<span class="soft">{}</span>', "–")
    text = _("%(done)s of %(all)s") % {"done": write_number(found.delivered), "all": write_number(found.promised)}
    return format_html('<bdi class="num">{}</bdi>', text)


@register.simple_tag
def promiser(row: Commitment) -> SafeString:
    """Who promised it in whose name; what the office wrote down is the organisation's alone."""
    organisation = translate_html(row.organisation.name)
    person = row.promised_by
    if person is None or person.is_minor or person.user is None or not person.user.is_active:
        return organisation
    text = format_html("<bdi>{}</bdi>", person.display_name)
    return format_html(_("{person} for {organisation}"), person=text, organisation=organisation)


@register.simple_tag
def units(row: Site) -> str:
    """How many units a site has, in words."""
    # Halves are many, in every language.
    n = int(row.units_total) if row.units_total == int(row.units_total) else 2
    text = ngettext("%(n)s unit", "%(n)s units", n)
    return text % {"n": write_number(row.units_total)}


@register.filter
def labelled(values: Sequence[Any], pairs: Iterable[tuple[int, Any]]) -> list[tuple[Any, Any]]:
    """Each value with the label of its column."""
    return [(value, label) for value, (_key, label) in zip(values, pairs, strict=True)]
