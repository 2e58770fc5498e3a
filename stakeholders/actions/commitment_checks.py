"""What a commitment must be: counted as its unit is counted, and due in its school year."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from stakeholders.models import Commitment
from stakeholders.values import WHOLE_UNITS, name_school_year

# What a school year begins with is brought in the months before.
MONTHS_BEFORE = 3


def check_commitment(commitment: Commitment) -> None:
    """Raises DomainError, at its field, where the amount does not fit the unit or the day does not fit the school year."""
    check_countable(commitment.unit, commitment.quantity, "quantity")
    first, last = list_days_of_year(commitment.period, commitment.organisation.city.school_year_start)
    if not first <= commitment.due_on <= last:
        parts = {"year": name_school_year(commitment.period), "first": date_format(first), "last": date_format(last)}
        text = _("What is promised for %(year)s is due between %(first)s and %(last)s.") % parts
        raise DomainError(text, code="stakeholders.due_in_another_year", field="due_on")


def check_countable(unit: str, amount: Decimal, field: str) -> None:
    """Raises DomainError at the field for half a chair: pieces and times are whole."""
    if unit in WHOLE_UNITS and amount != int(amount):
        text = _("Pieces and times are counted in whole numbers.")
        raise DomainError(text, code="stakeholders.not_whole", field=field)


def list_days_of_year(period: int, starts_in: int) -> tuple[date, date]:
    """The first and the last day on which what is promised for a school year may be due."""
    begins = date(period, starts_in, 1)
    months = begins.year * 12 + begins.month - 1 - MONTHS_BEFORE
    return date(months // 12, months % 12 + 1, 1), date(period + 1, starts_in, 1) - timedelta(days=1)
