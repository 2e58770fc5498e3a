"""What a meeting put off, and to when, is read in its minutes by everyone, and on the page of whoever had answered."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from educities.activity.models import Message
from educities.activity.texts.mails import render_mail
from forum.actions.agenda import postpone_item
from forum.actions.decisions import open_decision, propose_decision
from forum.actions.meetings import end_meeting
from forum.models import AgendaItem, Decision, Meeting, Seat
from forum.queries.ballots import find_version
from forum.queries.minutes import list_put_off
from reports.renderers.minutes import describe_minutes
from tests.forum.support import decide, end_now, hold_meeting, plan_next, seat_person, write_item
from tests.forum.test_ballots import answer, read

pytestmark = pytest.mark.django_db
TITLE = "A library that is open at night"


@pytest.fixture
def held(charter: Any, four: list[Seat], chair: Any) -> Meeting:
    """A meeting to which a proposal was put."""
    item = write_item(charter, TITLE)
    propose_decision(item, actor=chair, words={"en": "We open it on two evenings"})
    meeting = hold_meeting(charter, four[:3], actor=chair)
    open_decision(item, actor=chair)
    return meeting


def end_it(meeting: Meeting, chair: Any) -> Meeting:
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    found: Meeting = Meeting.objects.select_related("charter__city", "city", "session").get(pk=meeting.pk)
    return found


def write_day(meeting: Meeting) -> str:
    return date_format(meeting.session.starts_at.astimezone(meeting.city.zone), "DATE_FORMAT")


def read_page(client: Any, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_page_paper_and_mail_say_what_was_put_off_and_to_when(
    charter: Any, four: list[Seat], chair: Any, held: Meeting, client: Any, sign_in: Any
) -> None:
    following = plan_next(charter, actor=chair, days=13)
    meeting = end_it(held, chair)
    assert [(one.item.title["en"], one.to) for one in list_put_off(meeting)] == [(TITLE, following.session.starts_at)]
    sign_in(client, four[1].profile.user)
    minutes = read_page(client, meeting.get_absolute_url()).partition('id="minutes"')[2]
    assert TITLE in minutes
    assert "Postponed to the meeting on" in minutes
    section = next(one for one in describe_minutes(meeting)["sections"] if one["title"] == "Postponed")
    assert section["rows"] == [[(TITLE, f"Postponed to the meeting on {write_day(following)}.")]]
    text = render_mail(Message.objects.filter(kind="forum.minutes_ready").first()).text
    assert TITLE in text
    assert "Postponed to the meeting on" in text


def test_the_minutes_stay_whatever_becomes_of_it(charter: Any, chair: Any, four: Any, held: Meeting) -> None:
    meeting = end_it(held, chair)
    assert [one.to for one in list_put_off(meeting)] == [None]
    following = hold_meeting(charter, four, actor=chair)
    decide(AgendaItem.objects.select_related("charter").get(), actor=chair)
    end_it(following, chair)
    assert str(describe_minutes(meeting)["sections"][-1]["rows"]) == str(
        [[(TITLE, "Postponed to the next meeting, whose day was not set yet.")]]
    )


def test_what_was_postponed_while_it_was_held_stands_there_too_unless_it_came_back(
    charter: Any, chair: Any, held: Meeting
) -> None:
    item = AgendaItem.objects.select_related("charter").get()
    postpone_item(item, actor=chair)
    held.refresh_from_db()
    assert [one.item for one in list_put_off(held)] == [item]
    AgendaItem.objects.update(meeting=held)
    assert list_put_off(held) == []
    assert [one.item for one in list_put_off(end_it(held, chair))] == [item]


def test_a_meeting_that_was_called_off_put_nothing_off(charter: Any, chair: Any) -> None:
    from meetings.actions.sessions import cancel_session

    meeting = plan_next(charter, actor=chair, days=3)
    write_item(charter)
    cancel_session(meeting.session, actor=chair, reason="Snow")
    meeting.refresh_from_db()
    assert (AgendaItem.objects.get().meeting, meeting.put_off) == (None, None)


def test_who_had_answered_reads_that_it_ended_and_where_the_matter_went(
    charter: Any, four: list[Seat], chair: Any, held: Meeting, client: Any, sign_in: Any
) -> None:
    decision = Decision.objects.get()
    answer(decision, four[1])
    sign_in(client, four[1].profile.user)
    part = reverse("meeting_question", args=[charter.city.slug, held.pk])
    stamp = client.get(part).context["stamp"]
    plan_next(charter, actor=chair, days=13)
    end_it(held, chair)
    ended = read_page(client, f"{part}?shown={stamp}")
    assert "Before the meeting now" not in ended
    assert "The meeting has ended." in ended
    assert TITLE in ended
    assert "Postponed to the meeting on" in ended
    assert '<span id="meeting-state" hx-swap-oob="true">' in ended
    assert 'id="messages" hx-swap-oob="true"></div>' in ended


def test_who_never_had_a_question_there_hears_of_the_end_too(
    charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    sign_in(client, director)
    part = reverse("meeting_question", args=[charter.city.slug, meeting.pk])
    stamp = client.get(part).context["stamp"]
    assert client.get(f"{part}?shown={stamp}").status_code == 204
    end_it(meeting, chair)
    assert client.get(f"{part}?shown={stamp}").status_code == 200


def test_words_that_come_after_the_end_stay_and_no_button_promises_more(
    charter: Any, four: list[Seat], chair: Any, held: Meeting, client: Any, sign_in: Any
) -> None:
    decision = read(Decision.objects.get())
    sign_in(client, four[1].profile.user)
    end_it(held, chair)
    way = reverse("answer_in_words", args=[charter.city.slug, decision.pk])
    late = client.post(way, {"answer": "against", "words": "It costs too much", "seen": find_version(decision)})
    page = late.content.decode()
    assert late.status_code == 409
    assert "This meeting has ended. Postponed to the next meeting, whose day was not set yet." in page
    assert "It costs too much" in page
    assert "Send the answer" not in page


def test_who_ends_it_reads_what_is_under_discussion(
    charter: Any, four: list[Seat], chair: Any, held: Meeting, client: Any, sign_in: Any
) -> None:
    answer(Decision.objects.get(), four[1])
    end_now(held)
    sign_in(client, chair)
    way = reverse("end_meeting", args=[charter.city.slug, held.pk])
    asked = client.get(way)
    assert f"“{TITLE}” is before the meeting and nothing is noted on it: 1 answer is deleted." in str(
        asked.context["text"]
    )
    answer(read(Decision.objects.get()), four[2])
    late = client.post(way, {"seen": asked.context["seen"]}, follow=True)
    assert "Members have answered since you opened this page." in late.content.decode()
    assert Meeting.objects.get(pk=held.pk).ended_at is None
    client.post(way, {"seen": client.get(way).context["seen"]})
    assert Meeting.objects.get(pk=held.pk).ended_at is not None


def test_the_paper_marks_who_has_no_vote(charter: Any, four: list[Seat], chair: Any) -> None:
    young = seat_person(charter, 3, role="youth", organisation=None)
    meeting = end_it(hold_meeting(charter, [*four, young], actor=chair), chair)
    people = str(describe_minutes(meeting)["sections"][0])
    assert f"{young.profile.display_name} (advice, no vote)" in people
    assert people.count("no vote") == 1
