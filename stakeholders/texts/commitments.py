"""Commitments put into words."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stakeholders.models import Commitment


def write_number(value: Decimal) -> str:
    """A figure without places that say nothing: 12, 12.5, 1,200."""
    plain = Decimal(f"{value.normalize():f}")
    return number_format(plain, use_l10n=True, force_grouping=True)


def write_amount(row: Commitment) -> str:
    """How much was promised, and in what it is counted."""
    return f"{write_number(row.quantity)} {row.get_unit_display()}"


def write_delivery(row: Commitment) -> str:
    """How much of it has arrived: "3 of 12 hours"."""
    parts = {"done": write_number(row.delivered), "all": write_number(row.quantity), "unit": row.get_unit_display()}
    return _("%(done)s of %(all)s %(unit)s") % parts
