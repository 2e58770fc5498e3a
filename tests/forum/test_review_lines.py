"""What the forum did in a program year stands in the review of that year."""

from typing import Any

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from educities.kit.day_words import format_day
from forum.actions.meetings import end_meeting
from forum.models import Charter, Seat
from forum.queries.review_lines import list_forum_lines
from programs.models import ProgramYear
from programs.queries.reviews import compute_facts, list_parts
from tests.factories import in_days
from tests.forum.support import decide, end_now, hold_meeting, make_charter, seat_four, write_item
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter(scope: Any) -> Charter:
    """Of five years whose first has begun."""
    return make_charter(starts_on=in_days(-30))


@pytest.fixture
def seats(charter: Charter) -> list[Seat]:
    return seat_four(charter)


@pytest.fixture
def years(charter: Charter) -> list[ProgramYear]:
    return list(ProgramYear.objects.select_related("program").filter(program=charter.body.program).order_by("number"))


def test_meetings_and_decisions_stand_in_the_review_of_their_year(
    charter: Charter, seats: list[Seat], years: list[ProgramYear]
) -> None:
    chair = seats[0].profile.user
    meeting = hold_meeting(charter, seats, actor=chair)
    decide(write_item(charter, "A street for playing"), actor=chair)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    lines = {line.text: line.note for line in list_forum_lines(years[0])}
    assert lines["Strategic forum"] == "1 meeting"
    assert "consent" in lines["A street for playing"]
    assert list(list_forum_lines(years[1])) == []
    with override("he"):
        assert len(list(list_forum_lines(years[0]))) == len(lines)


def test_advice_says_so(charter: Charter, seats: list[Seat], years: list[ProgramYear]) -> None:
    chair = seats[0].profile.user
    hold_meeting(charter, seats[:3], actor=chair)
    decide(write_item(charter, "A street for playing"), actor=chair)
    (line,) = list_forum_lines(years[0])
    assert "advice" in line.note
    assert line.tone == ""


def test_a_review_asks_as_often_for_three_decisions(
    charter: Charter, seats: list[Seat], years: list[ProgramYear]
) -> None:
    chair = seats[0].profile.user
    hold_meeting(charter, seats, actor=chair)

    def more(count: int) -> None:
        for _number in range(count):
            decide(write_item(charter), actor=chair)

    assert_same_queries(lambda: list(list_forum_lines(years[0])), more)


def test_days_in_a_review_bear_their_year(charter: Charter, seats: list[Seat], years: list[ProgramYear]) -> None:
    """It is kept for years: a day of this one is as plain in the next."""
    chair = seats[0].profile.user
    hold_meeting(charter, seats, actor=chair)
    decide(write_item(charter, "A street for playing"), actor=chair)
    day = date_format(charter.city.today(), "DATE_FORMAT")
    facts = {part["key"]: part["lines"] for part in compute_facts(years[0])}
    assert day in facts["forum"][0]["note"]["en"]
    shown = {part.key: part.lines for part in list_parts(years[0], None)}
    assert day in shown["forum"][0].note
    assert str(charter.city.today().year) not in format_day(charter.city.today())
