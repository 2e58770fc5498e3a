"""Whoever has a seat finds the meeting that goes on, on the page of their day and on their own one, with what they can do."""

from typing import Any

import pytest
from django.urls import reverse

from forum.actions.decisions import open_decision, propose_decision
from forum.actions.meetings import end_meeting
from forum.actions.seats import end_seat
from forum.models import Decision, Seat
from meetings.actions.attendance import mark_attendance
from stakeholders.models import Profile
from tests.factories import MembershipFactory
from tests.forum.support import end_now, hold_meeting, seat_person, write_item
from tests.forum.test_ballots import answer, put, read_meeting, refuse

__all__ = ["put"]

pytestmark = pytest.mark.django_db
NOT_MARKED = "You are not marked as here. Tell the person who leads the meeting, then answer."
WAITS = "1 proposal waits for your answer."


@pytest.fixture
def works(charter: Any, four: list[Seat]) -> Seat:
    """A seat of somebody who works in the city too."""
    MembershipFactory(city=charter.city, user=four[1].profile.user, role="facilitator")
    return four[1]


def read_pages(client: Any, seat: Seat) -> tuple[str, str]:
    names = ("dashboard", "mine")
    found = [client.get(reverse(name, args=[seat.city.slug])).content.decode() for name in names]
    return found[0], found[1]


def test_a_facilitator_finds_what_waits_for_the_answer_first_of_all(
    put: Decision, works: Seat, client: Any, sign_in: Any
) -> None:
    sign_in(client, works.profile.user)
    for page in read_pages(client, works):
        assert f"The forum meets now. {WAITS}" in page
        assert put.meeting.get_absolute_url() in page
    answer(put, works)
    for page in read_pages(client, works):
        assert "The forum meets now." in page
        assert "waits for your answer" not in page.partition("The forum meets now.")[2][:60]
    propose_decision(put.item, actor=None, words={"en": "Every evening", "he": "בכל ערב"})
    for page in read_pages(client, works):
        assert WAITS in page


def test_who_is_not_marked_reads_what_to_do(
    put: Decision, charter: Any, four: list[Seat], chair: Any, client: Any, sign_in: Any
) -> None:
    MembershipFactory(city=charter.city, user=four[3].profile.user, role="facilitator")
    sign_in(client, four[3].profile.user)
    for page in read_pages(client, four[3]):
        assert NOT_MARKED in page
        assert WAITS not in page
    mark_attendance(read_meeting(put).session, four[3].profile, actor=chair, status="present")
    for page in read_pages(client, four[3]):
        assert WAITS in page


def test_a_seat_without_a_vote_and_one_given_in_the_middle_are_told_so(
    charter: Any, four: list[Seat], chair: Any, client: Any, sign_in: Any
) -> None:
    young = seat_person(charter, 3, role="youth", organisation=None)
    item = write_item(charter)
    decision = propose_decision(item, actor=chair, words={"en": "We open it"})
    meeting = hold_meeting(charter, [*four, young], actor=chair)
    late = seat_person(charter, 4)
    mark_attendance(meeting.session, late.profile, actor=chair, status="present")
    for seat, sentence in (
        (young, "Your seat gives advice and has no vote."),
        (late, "It counts from the next meeting on."),
    ):
        MembershipFactory(city=charter.city, user=seat.profile.user, role="facilitator")
        sign_in(client, seat.profile.user)
        for page in read_pages(client, seat):
            assert sentence in page
    open_decision(item, actor=chair)
    assert "It counts from the next meeting on." in client.get(meeting.get_absolute_url()).content.decode()
    assert "It counts from the next meeting on." in refuse("forum.not_here", answer, decision, late)


def test_whoever_leads_finds_it_once_and_nobody_finds_one_that_is_over(
    put: Decision, works: Seat, director: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    seat_person(put.item.charter, 2, profile=Profile.objects.get(user=director))
    sign_in(client, director)
    page = client.get(reverse("dashboard", args=[put.city.slug])).content.decode()
    assert page.count(put.meeting.get_absolute_url()) == 1
    assert "Quarterly meeting</bdi></b>: 1 agenda item" in page
    meeting = read_meeting(put)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    for person in (director, works.profile.user):
        sign_in(client, person)
        assert meeting.get_absolute_url() not in client.get(reverse("dashboard", args=[put.city.slug])).content.decode()


def test_a_seat_that_ended_in_the_middle_still_answers(
    put: Decision, works: Seat, director: Any, client: Any, sign_in: Any
) -> None:
    end_seat(works, actor=director, reason="Has moved")
    sign_in(client, works.profile.user)
    assert WAITS in read_pages(client, works)[0]
