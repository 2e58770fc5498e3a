"""How long a consent holds: to the end of a school year, and never beyond the day from which a minor answers alone."""

from datetime import date, timedelta

# A yes given this shortly before the end of a school year holds for the next one too.
SHORTEST_DAYS = 180
# So long before the end who gave the consent is asked whether it goes on.
ASKED_BEFORE_DAYS = 30
# So long what rested on an account's consent that ran out waits for a new yes before it is deleted.
RESTS_DAYS = 30


def last_day_of_consent(given_on: date, school_year_start: int) -> date:
    """The last day on which a consent of that day holds: the end of its school year, or of the next one."""
    year = given_on.year + (given_on.month >= school_year_start)
    end = date(year, school_year_start, 1) - timedelta(days=1)
    if (end - given_on).days < SHORTEST_DAYS:
        end = date(year + 1, school_year_start, 1) - timedelta(days=1)
    return end
