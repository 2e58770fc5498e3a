"""When a city may write: night, Sabbath, quiet days, and the nights when clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from educities.activity.actions.reminders import local_send_time
from educities.activity.queries.quiet_hours import quiet_until

JERUSALEM = ZoneInfo("Asia/Jerusalem")
RULE = {"night_from": time(21), "night_until": time(8), "sabbath": True}


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JERUSALEM)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (local(2026, 11, 23, 12), local(2026, 11, 23, 12)),
        (local(2026, 11, 23, 22), local(2026, 11, 24, 8)),
        (local(2026, 11, 24, 7, 59), local(2026, 11, 24, 8)),
        (local(2026, 11, 27, 13, 59), local(2026, 11, 27, 13, 59)),
        (local(2026, 11, 27, 14), local(2026, 11, 28, 20, 30)),
        (local(2026, 11, 28, 10), local(2026, 11, 28, 20, 30)),
        (local(2026, 11, 28, 21, 30), local(2026, 11, 29, 8)),
        # Clocks go back in the night to 25 October 2026 and forward in the night to 26 March 2027.
        (local(2026, 10, 24, 23), local(2026, 10, 25, 8)),
        (local(2027, 3, 25, 23), datetime(2027, 3, 26, 5, tzinfo=UTC)),
    ],
)
def test_quiet_ends_when_the_wall_clock_says(at: datetime, allowed: datetime) -> None:
    assert quiet_until(at, JERUSALEM, **RULE) == allowed


def test_a_quiet_day_moves_to_the_morning_after() -> None:
    at = local(2026, 9, 21, 12)
    assert quiet_until(at, JERUSALEM, **RULE, quiet_days={date(2026, 9, 21)}) == local(2026, 9, 22, 8)


def test_a_wall_time_that_clocks_skip_is_the_first_after_it() -> None:
    moment = local_send_time(date(2027, 3, 26), time(2, 30), JERUSALEM)
    assert moment.astimezone(UTC) == datetime(2027, 3, 26, 0, 30, tzinfo=UTC)
    assert moment.time() == time(3, 30)
