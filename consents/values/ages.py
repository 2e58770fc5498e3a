"""From month and year of birth to an age band; nothing finer is kept."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from stakeholders.models import AgeBand

YOUTH_FROM, ADULT_FROM = 14, 18
# From this age a child takes part by itself, with a guardian's consent; for a younger one a grown-up acts.
LOWEST_AGE = 6
OLDEST: dict[str, int] = {AgeBand.CHILD: YOUTH_FROM - 1, AgeBand.YOUTH: ADULT_FROM - 1}


class Age(NamedTuple):
    """`next_band_month`: when the band changes, None for grown-ups. `needs_guardian`: under the city's own age."""

    band: str
    next_band_month: date | None
    needs_guardian: bool


ADULT = Age(AgeBand.ADULT, None, needs_guardian=False)


def years_of(year: int, month: int, today: date) -> int:
    """Full years of a person born in that month. In the month itself the birthday counts as still to come."""
    return today.year - year - (today.month <= month)


def age_of(year: int, month: int, today: date, account_age: int) -> Age:
    """The band of a person born in that month."""
    years = years_of(year, month, today)
    if years >= ADULT_FROM:
        return ADULT
    band = AgeBand.YOUTH if years >= YOUTH_FROM else AgeBand.CHILD
    turning = year + (ADULT_FROM if band == AgeBand.YOUTH else YOUTH_FROM)
    return Age(band, _month_after(turning, month), needs_guardian=years < account_age)


def validate_birth(year: int, month: int, today: date, *, is_younger: bool) -> None:
    """Raises DomainError when this month of birth contradicts what the person chose, or is below the lowest age.

    `is_younger`: the person chose to be younger than 18. Nobody becomes a grown-up, or escapes the guardian, by a slip.
    """
    years = years_of(year, month, today)
    if is_younger != (years < ADULT_FROM):
        raise DomainError(_contradiction_text(is_younger=is_younger), code="consents.age_contradicts")
    if years < LOWEST_AGE:
        text = _(
            "Children take part by themselves from the age of %(n)s. An adult can write in their own name "
            "what a younger child has to say."
        )
        text = text % {"n": LOWEST_AGE}
        if (year, month) > (today.year, today.month):
            text = _("This month is still to come. Correct the month and year.")
        raise DomainError(text, code="consents.below_lowest_age")


def _contradiction_text(*, is_younger: bool) -> str:
    if is_younger:
        return _(
            "A person born in this month is 18 or over. Correct the month and year, or your answer about your age."
        )
    return _(
        "You chose 18 or older, but the month of birth that you wrote says younger. Choose “I am younger than 18”, or correct the month of birth there."
    )


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def age_now(band: str, next_band_month: date, today: date, account_age: int) -> Age:
    """The age of a minor of this band today, from nothing but the month in which the band changes."""
    born = _birth_month(band, next_band_month)
    return age_of(born.year, born.month, today, account_age)


def guardian_needed_until(band: str, next_band_month: date, account_age: int) -> date:
    """The day from which a minor of this band answers alone."""
    born = _birth_month(band, next_band_month)
    return _month_after(born.year + account_age, born.month)


def _birth_month(band: str, next_band_month: date) -> date:
    turning = ADULT_FROM if band == AgeBand.YOUTH else YOUTH_FROM
    return date(next_band_month.year - turning - (next_band_month.month == 1), (next_band_month.month - 2) % 12 + 1, 1)
