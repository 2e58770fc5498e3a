"""Commitments put into words."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from stakeholders.models import Commitment

Unit = Commitment.Unit
# What is no whole number takes the word that a hundred takes, in every language.
BROKEN = 100


def write_number(value: Decimal) -> str:
    """A figure without places that say nothing: 12, 12.5, 1,200."""
    plain = Decimal(f"{value.normalize():f}")
    return number_format(plain, use_l10n=True, force_grouping=True)


def write_amount(row: Commitment) -> str:
    """How much was promised, and in what it is counted: "1 hour", "12 hours"."""
    n = int(row.quantity) if row.quantity == int(row.quantity) else BROKEN
    return _choose_form(row.unit, n) % {"n": write_number(row.quantity)}


def write_delivery(row: Commitment) -> str:
    """How much of it has arrived: "3 of 12 hours"."""
    return _("%(done)s of %(all)s") % {"done": write_number(row.delivered), "all": write_amount(row)}


def _choose_form(unit: str, n: int) -> str:
    match unit:
        case Unit.HOURS:
            return npgettext("amount", "%(n)s hour", "%(n)s hours", n)
        case Unit.DAYS:
            return npgettext("amount", "%(n)s day", "%(n)s days", n)
        case Unit.TIMES:
            return npgettext("amount", "%(n)s time", "%(n)s times", n)
        case Unit.PIECES:
            return npgettext("amount", "%(n)s piece", "%(n)s pieces", n)
    return _choose_money(unit, n)


def _choose_money(unit: str, n: int) -> str:
    match unit:
        case Unit.SHEKELS:
            return npgettext("amount", "%(n)s shekel", "%(n)s shekels", n)
        case Unit.DOLLARS:
            return npgettext("amount", "%(n)s dollar", "%(n)s dollars", n)
    return npgettext("amount", "%(n)s euro", "%(n)s euros", n)
