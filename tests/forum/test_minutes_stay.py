"""Who stands in the minutes, and as what, is as it was when the meeting ended: on the page, and on paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.actions import seats
from forum.actions.meetings import end_meeting
from forum.models import Meeting, Seat
from forum.queries.minutes import list_present
from meetings.actions.attendance import correct_attendance, mark_attendance
from meetings.actions.departures import mark_left
from reports.renderers.minutes import describe_minutes
from tests.forum.support import end_now, hold_meeting, plan_next, seat_person

pytestmark = pytest.mark.django_db


def read_people(meeting: Meeting) -> list[tuple[int, bool]]:
    """Whoever stands in the list of the meeting, and whether they were there."""
    row = Meeting.objects.select_related("charter__city", "city", "session").get(pk=meeting.pk)
    return [(one.person.pk, one.was_here) for one in list_present(row)]


@pytest.fixture
def ended(charter: Any, four: Any, chair: Any, director: Any) -> Meeting:
    """A meeting at which three of four were present."""
    meeting = hold_meeting(charter, four[:3], actor=chair)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    return meeting


def test_a_seat_given_since_stands_in_no_minutes_of_before(charter: Any, ended: Meeting, four: Any) -> None:
    before = read_people(ended)
    seat_person(charter, 4)
    seat_person(charter, 1, role="youth")
    assert read_people(ended) == before
    assert dict(before) == {seat.profile_id: seat != four[3] for seat in four}


def test_one_that_ended_since_stays_in_them(ended: Meeting, four: Any, director: Any) -> None:
    before = read_people(ended)
    for seat in (four[1], four[3]):
        seats.end_seat(seat, actor=director, reason="Has moved")
    assert read_people(ended) == before


def test_one_that_ended_before_on_the_same_day_is_not_expected(
    charter: Any, four: Any, chair: Any, director: Any
) -> None:
    planned = plan_next(charter, actor=chair, days=3)
    seats.end_seat(four[3], actor=director, reason="Has moved")
    assert four[3].profile_id not in dict(read_people(planned))
    held = hold_meeting(charter, four[:3], actor=chair)
    assert four[3].profile_id not in dict(read_people(held))
    end_now(held)
    end_meeting(held, actor=chair)
    assert four[3].profile_id not in dict(read_people(held))


def test_who_had_a_seat_and_has_another_one_stands_once(
    scope: Any, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    person = four[3].profile
    seats.end_seat(four[3], actor=director, reason="Another organisation")
    again = seat_person(charter, 4, profile=person)
    meeting = hold_meeting(charter, [*four[:3], again], actor=chair)
    assert read_people(meeting).count((person.pk, True)) == 1
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    assert [pk for pk, _here in read_people(meeting)].count(person.pk) == 1
    sign_in(client, chair)
    page = client.get(meeting.get_absolute_url())
    assert [one.seat for one in page.context["people"] if one.person == person] == [again]
    paper = describe_minutes(Meeting.objects.select_related("charter", "city", "session").get(pk=meeting.pk))
    assert str(paper["sections"][0]).count(person.display_name) == 1
    assert "not there" not in str(paper["sections"][0])


def test_who_came_with_a_seat_that_ended_while_it_was_held_stands_with_it(
    charter: Any, four: Any, chair: Any, director: Any
) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    seats.end_seat(four[2], actor=director, reason="Has moved")
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    row = next(one for one in list_present(meeting) if one.person == four[2].profile)
    assert (row.seat, row.was_here) == (four[2], True)


def test_a_term_that_ran_out_lasted_to_the_end_of_its_last_day(charter: Any, four: Any) -> None:
    day = charter.city.today() - timedelta(days=1)
    Seat.objects.filter(pk=four[0].pk).update(ends_on=day)
    seats.end_terms(charter)
    seat = Seat.objects.select_related("city").get(pk=four[0].pk)
    assert seat.closed_at is not None
    assert seat.closed_at <= timezone.now()
    assert seat.closed_at.astimezone(charter.city.zone).date() == charter.city.today()


def test_the_paper_says_who_left_and_what_was_corrected_since_as_the_page_does(
    scope: Any, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    meeting = hold_meeting(charter, four[:3], actor=chair)
    mark_left(meeting.session, four[0].profile, actor=chair)
    mark_attendance(meeting.session, four[3].profile, actor=chair, status="absent")
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    correct_attendance(meeting.session, four[3].profile, actor=director, status="present", reason="Came by the side")
    assert dict(read_people(meeting))[four[3].profile_id] is False
    paper = str(describe_minutes(meeting)["sections"][0])
    assert f"{four[0].profile.display_name} (left early)" in paper
    assert f"{four[3].profile.display_name} (corrected since: present)" in paper
    page = sign_in(client, chair).get(reverse("forum_meeting", args=[scope.slug, meeting.pk])).content.decode()
    assert "corrected since: present" in page
