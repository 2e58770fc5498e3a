"""What the forum's mails call a matter and a meeting: by what tells two of them apart, and by day and hour."""

from typing import Any

import pytest

from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.day_words import format_day
from forum.actions import agenda, decisions
from forum.actions.meetings import correct_minutes, end_meeting
from forum.models import Charter, Meeting
from forum.values import AGENDA
from meetings.actions.sessions import schedule_session, start_session
from tests.factories import CohortFactory
from tests.forum.support import decide, end_now, hold_meeting, plan_next, write_item

pytestmark = pytest.mark.django_db
LONG = "Can the workshops stay open on Friday mornings until the school of the other quarter has its own?"


def send(facilitator: Any, words: str, cohort: Any) -> Any:
    return agenda.send_up(AGENDA["cohort"], cohort, actor=facilitator, words={"en": words})


def read(kind: str, user: Any) -> Any:
    return render_mail(Message.objects.filter(kind=kind, user=user).order_by("-pk").first())


def moment(meeting: Meeting) -> str:
    at = meeting.session.starts_at.astimezone(meeting.city.zone)
    return f"{format_day(at.date())}, {at:%H:%M}"


def test_two_matters_of_one_cohort_have_two_subjects(charter: Charter, four, chair, facilitator) -> None:
    cohort, subjects = CohortFactory(), {}
    hold_meeting(charter, four, actor=chair)
    for words in ("Who pays the bus?", LONG):
        item = send(facilitator, words, cohort)
        decide(item, actor=chair, method="objection", dissent={"en": "No"}, words={"en": "Nobody"})
        for kind, user in (("forum.sent_up", chair), ("forum.not_carried", facilitator)):
            mail = read(kind, user)
            subjects.setdefault(kind, []).append(mail.subject)
            assert len(mail.subject) <= 54
            assert str(cohort) in mail.text, kind
    assert subjects["forum.sent_up"][0] == "For the forum: “Who pays the bus?”"
    assert subjects["forum.sent_up"][1].startswith("For the forum: “Can the workshops stay open on")
    assert len(set(subjects["forum.not_carried"])) == 2
    told = Notice.objects.filter(verb="forum.sent_up").values_list("data__title__en", flat=True)
    assert "Who pays the bus?" in told


def test_a_matter_is_on_the_agenda_of_a_day_and_an_hour(charter: Charter, four, chair, facilitator) -> None:
    item = send(facilitator, "Who pays?", CohortFactory())
    assert "It waits for the next meeting, whose day is not set yet." in read("forum.sent_up", chair).text
    meeting = plan_next(charter, actor=chair)
    assert f"It is on the agenda of the meeting on {moment(meeting)}." in read("forum.sent_up", chair).text
    schedule_session(meeting.session, actor=chair)
    start_session(meeting.session, actor=chair)
    text = f"It is on the agenda of the meeting of {moment(meeting)}, which is held now."
    assert text in read("forum.sent_up", chair).text
    agenda.drop_item(item, actor=chair, reason="Later")
    agenda.restore_item(item, actor=chair)
    assert text in read("forum.item_restored", facilitator).text


def test_a_decision_to_be_reviewed_comes_back_on_a_day(charter: Charter, four, chair) -> None:
    held = hold_meeting(charter, four, actor=chair)
    old = decide(write_item(charter), actor=chair)
    end_now(held)
    end_meeting(held, actor=chair)
    later = plan_next(charter, actor=chair, days=30)
    decisions.call_reviews(old.review_on)
    text = f"It is on the agenda of the meeting on {moment(later)}."
    assert text in read("forum.review_due", chair).text
    agenda.build_agenda(charter)
    assert text in read("forum.review_due", chair).text


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_minutes_have_the_day_and_the_hour(charter: Charter, four, chair, language: str) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    decide(write_item(charter), actor=chair)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    meeting = Meeting.objects.get(pk=meeting.pk)
    correct_minutes(meeting, actor=chair, words={"en": "Noa was there"})
    reader = four[1].profile.user
    reader.language = language
    reader.save()
    at = meeting.session.starts_at.astimezone(meeting.city.zone)
    for kind in ("forum.minutes_ready", "forum.minutes_corrected"):
        mail = read(kind, reader)
        assert f"{at:%H:%M}" in mail.subject, kind
        assert str(at.day) in mail.subject
        assert len(mail.subject.lstrip("\u200f")) <= 54
        assert str(at.year) in mail.text


def test_the_invitation_names_what_is_on_the_agenda(charter: Charter, four, chair, facilitator) -> None:
    cohort = CohortFactory()
    send(facilitator, "Who pays the bus?", cohort)
    write_item(charter, "The library")
    meeting = plan_next(charter, actor=chair, days=5)
    schedule_session(meeting.session, actor=chair)
    text = read("meetings.session_scheduled", four[1].profile.user).text
    assert f"On the agenda:\n  {cohort}: Who pays the bus?\n  The library\n" in text
    for number in range(12):
        write_item(charter, f"Matter {number}")
    text = read("meetings.session_scheduled", four[1].profile.user).text
    assert "and 6 more matters" in text
    assert "Matter 9" not in text
