"""Who is invited finds it and reads the whole plan; a meeting that is over says its real hours, and to when a matter was put off."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry, Message
from educities.activity.texts.mails import render_mail
from forum.actions.meetings import end_meeting
from forum.models import Charter, Decision, Meeting, Seat
from meetings.actions.sessions import reply_to_session, schedule_session
from meetings.models import Session
from reports.renderers.minutes import describe_minutes
from stakeholders.models import Profile
from tests.factories import in_days
from tests.forum.page_forms import OpenForm, post_form
from tests.forum.support import end_now, hold_meeting, plan_next, seat_person
from tests.forum.test_ballots import answer, note, put, read_meeting

pytestmark = pytest.mark.django_db
# The fixture of the answers' tests serves here too.
__all__ = ["put"]


def test_the_invitation_bears_the_whole_plan(charter: Charter, four: list[Seat], chair: Any) -> None:
    meeting = plan_next(charter, actor=chair, days=2)
    Session.objects.filter(pk=meeting.session_id).update(plan={"en": "We begin\nTwo proposals\n\nWe end"})
    schedule_session(Session.objects.get(pk=meeting.session_id), actor=chair)
    text = render_mail(Message.objects.filter(kind="meetings.session_scheduled").first()).text
    assert [line in text for line in ("We begin", "Two proposals", "We end")] == [True, True, True]


@pytest.mark.parametrize("days", [0, 2])
def test_who_is_invited_finds_it_on_their_own_page_until_they_answer(
    charter: Charter, four: list[Seat], chair: Any, client: Any, sign_in: Any, facilitator: Any, days: int
) -> None:
    seat_person(charter, 1, profile=Profile.objects.get(user=facilitator))
    meeting = plan_next(charter, actor=chair, days=days)
    starts = timezone.now() + timedelta(days=days, seconds=30)
    Session.objects.filter(pk=meeting.session_id).update(starts_at=starts)
    session = Session.objects.get(pk=meeting.session_id)
    schedule_session(session, actor=chair)
    sign_in(client, four[1].profile.user)
    way = reverse("mine", args=[charter.city.slug])
    assert "1 session asks whether you come" in client.get(way).content.decode()
    work = Client()
    sign_in(work, facilitator)
    waits = work.get(reverse("dashboard", args=[charter.city.slug])).content.decode()
    assert ": are you coming?" in waits
    # It was planned a moment ago.
    line = waits.partition(": are you coming?")[2].partition("</li>")[0]
    assert not re.search(r"\d+ days", line)
    reply_to_session(session, four[1].profile, actor=four[1].profile.user, reply="coming")
    assert "asks whether you come" not in client.get(way).content.decode()


def test_minutes_say_until_when_it_was(charter: Charter, four: list[Seat], chair: Any, client, sign_in) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    ended = Meeting.objects.select_related("city", "session", "charter").get(pk=meeting.pk)
    zone = ended.city.zone
    hours = f"{ended.session.starts_at.astimezone(zone):%H:%M}–{ended.ended_at.astimezone(zone):%H:%M}"
    assert hours in describe_minutes(ended)["subtitle"]
    page = sign_in(client, chair).get(reverse("forum_meetings", args=[charter.city.slug, charter.pk])).content.decode()
    assert hours in page
    Meeting.objects.filter(pk=meeting.pk).update(ended_at=timezone.now() + timedelta(days=2))
    assert Meeting.objects.select_related("session").get(pk=meeting.pk).hours.ends_at == ended.session.ends_at


def test_who_decides_too_late_reads_to_when_it_was_put_off(
    put: Decision, charter, four, chair, client, sign_in
) -> None:
    plan_next(charter, actor=chair, days=9)
    sign_in(client, chair)
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    form, meeting = OpenForm(client.get(way).content.decode()), read_meeting(put)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    late = post_form(client, way, form, method="consent", review_on=str(in_days(200)), as_advice="on")
    text = " ".join(late.content.decode().split())
    assert "The meeting has ended. Postponed to the meeting on" in text
    assert "Open it first" not in text
    part = client.get(reverse("meeting_question", args=[put.city.slug, meeting.pk])).content.decode()
    assert 'id="meeting-acts"' in part
    assert "data-over" in part


def test_that_an_answer_is_in_is_not_said_once_it_is_noted(put: Decision, four, chair, client, sign_in) -> None:
    answer(put, four[1])
    sign_in(client, four[1].profile.user)
    way = reverse("meeting_question", args=[put.city.slug, put.meeting_id])
    assert "&amp;answered=1" in client.get(way).content.decode()
    assert 'id="messages"' not in client.get(f"{way}?answered=1").content.decode()
    note(put, chair)
    assert 'id="messages"' in client.get(f"{way}?answered=1").content.decode()


def test_who_gives_up_their_own_seat_need_not_say_why(charter: Charter, four, director, client, sign_in) -> None:
    sign_in(client, four[1].profile.user)
    way = reverse("end_forum_seat", args=[charter.city.slug, four[1].pk])
    page = client.get(way).content.decode()
    assert "Give up your seat in the forum?" in page
    assert "The person reads the reason" not in page
    done = client.post(way, {"reason": ""}, follow=True)
    assert "You have given up your seat." in done.content.decode()
    assert Seat.objects.get(pk=four[1].pk).is_over
    assert AuditEntry.objects.filter(verb="forum.seat_free").count() == 1
    sign_in(client, director)
    other = reverse("end_forum_seat", args=[charter.city.slug, four[2].pk])
    assert client.post(other, {"reason": ""}).status_code == 422
