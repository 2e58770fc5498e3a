"""From month and year of birth to an age band; nothing finer is kept."""

from datetime import date
from typing import NamedTuple

from stakeholders.models import AgeBand

CHILD_UNTIL, ADULT_FROM = 14, 18


class Age(NamedTuple):
    """`next_band_month`: when the band changes, None for grown-ups. `needs_guardian`: under the city's own age."""

    band: str
    next_band_month: date | None
    needs_guardian: bool


ADULT = Age(AgeBand.ADULT, None, needs_guardian=False)


def age_of(year: int, month: int, today: date, account_age: int) -> Age:
    """The band of a person born in that month. On the month itself the birthday counts as still to come."""
    years = today.year - year - (today.month <= month)
    if years >= ADULT_FROM:
        return ADULT
    band = AgeBand.YOUTH if years >= CHILD_UNTIL else AgeBand.CHILD
    turning = year + (ADULT_FROM if band == AgeBand.YOUTH else CHILD_UNTIL)
    following = date(turning + month // 12, month % 12 + 1, 1)
    return Age(band, following, needs_guardian=years < account_age)
