"""While a meeting is held, what counts is with what it began: nothing is made a decision by changing the rules under it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.actions.meetings import end_meeting
from forum.actions.seats import change_charter, end_seat
from forum.models import Charter, Seat
from forum.queries import count_presence
from forum.queries.beginnings import describe_when_it_counts
from meetings.actions.attendance import mark_attendance
from tests.forum.support import decide, end_now, hold_meeting, seat_person, write_item

pytestmark = pytest.mark.django_db
LATER = "A meeting is held now. What you change counts from the next meeting on"


def test_a_lower_quorum_makes_no_decision_of_advice(charter: Charter, four: list[Seat], chair: Any) -> None:
    for sector in (1, 1, 2, 3, 4):
        seat_person(charter, sector)
    item = write_item(charter)
    meeting = hold_meeting(charter, four, actor=chair)
    change_charter(charter, actor=chair, quorum_percent=1)
    found = count_presence(charter, meeting.session)
    assert (found.voting, found.needed, found.present, found.decides) == (9, 5, 4, False)
    assert decide(item, actor=chair).is_advice
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    assert (meeting.voting, meeting.needed) == (9, 5)
    following = hold_meeting(charter, four, actor=chair)
    assert count_presence(charter, following.session).needed == 1


def test_a_seat_given_in_the_middle_completes_no_sectors(charter: Charter, four: list[Seat], chair: Any) -> None:
    meeting = hold_meeting(charter, four[:3], actor=chair)
    late = seat_person(charter, 4, actor=chair)
    mark_attendance(meeting.session, late.profile, actor=chair, status="present")
    found = count_presence(charter, meeting.session)
    assert (found.voting, found.present, found.sectors, found.decides) == (4, 3, "123", False)


def test_a_seat_ended_in_the_middle_lowers_no_quorum(charter: Charter, four: list[Seat], chair: Any) -> None:
    others = [seat_person(charter, sector) for sector in (1, 2, 3, 4, 1)]
    meeting = hold_meeting(charter, four, actor=chair)
    for seat in others:
        end_seat(seat, actor=chair, reason="Moved away")
    found = count_presence(charter, meeting.session)
    assert (found.voting, found.needed, found.decides) == (9, 5, False)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    following = hold_meeting(charter, four, actor=chair)
    assert count_presence(charter, following.session).decides


def test_each_page_that_changes_it_says_from_when_on_it_counts(
    client: Client, sign_in: Any, charter: Charter, four: list[Seat], director: Any
) -> None:
    sign_in(client, director)
    pages = [reverse(name, args=[charter.city.slug]) for name in ("change_forum", "give_forum_seat")]
    pages.append(reverse("end_forum_seat", args=[charter.city.slug, four[1].pk]))
    assert not any(LATER in client.get(page).content.decode() for page in pages)
    assert describe_when_it_counts(charter) == ""
    meeting = hold_meeting(charter, four, actor=director)
    assert all(LATER in client.get(page).content.decode() for page in pages)
    end_now(meeting)
    end_meeting(meeting, actor=director)
    assert not any(LATER in client.get(page).content.decode() for page in pages)
