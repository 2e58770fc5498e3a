"""A meeting ends with minutes, in whatever language its buttons are pressed."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import Message
from forum.actions.meetings import end_meeting
from forum.models import AgendaItem, Decision, Meeting
from meetings.models import Session
from tests.factories import in_days
from tests.forum.support import end_now, hold_meeting, plan_next, write_item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_a_meeting_by_its_buttons_has_minutes(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any, language: str
) -> None:
    type(chair).objects.filter(pk=chair.pk).update(language=language)
    chair.refresh_from_db()
    sign_in(client, chair)
    item = write_item(charter)
    meeting = plan_next(charter, actor=chair)
    left = write_item(charter, "Not discussed")
    for name in ("schedule_session", "start_session"):
        client.post(reverse(name, args=[scope.slug, meeting.session_id]))
    for seat in four:
        client.post(
            reverse("mark_attendance", args=[scope.slug, meeting.session_id, seat.profile_id]), {"status": "present"}
        )
    said = {f"words_{language}": "We open it", "method": "consent", "review_on": str(in_days(200))}
    client.post(reverse("decide_item", args=[scope.slug, item.pk]), said)
    assert Decision.objects.get().present == 4
    end_now(meeting)
    client.post(reverse("end_meeting", args=[scope.slug, meeting.pk]))
    meeting.refresh_from_db()
    assert (meeting.is_ended, meeting.voting, meeting.needed) == (True, 4, 2)
    assert client.get(reverse("minutes_file", args=[scope.slug, meeting.pk]))["Content-Type"] == "application/pdf"
    told = set(Message.objects.filter(kind="forum.minutes_ready").values_list("user", flat=True))
    assert told == {seat.profile.user_id for seat in four}
    left.refresh_from_db()
    assert left.meeting is None


def test_before_its_hour_the_page_says_so_and_asks_nothing(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    sign_in(client, chair)
    page = client.get(reverse("end_meeting", args=[scope.slug, meeting.pk])).content.decode()
    assert "You can end it from then on." in page
    assert "The meeting cannot be ended now" in page
    assert "End the meeting?" not in page
    assert "Who was there is recorded, and everyone" not in page


@pytest.fixture
def limbo(charter: Any, four: Any, chair: Any) -> Meeting:
    """A meeting whose session was recorded, and of which nobody has minutes."""
    write_item(charter)
    meeting = hold_meeting(charter, four, actor=chair)
    began = timezone.now() - timedelta(hours=3)
    Session.objects.filter(pk=meeting.session_id).update(
        state="recorded", starts_at=began, ends_at=began + timedelta(hours=2)
    )
    return Meeting.objects.select_related("charter__city", "city", "session").get(pk=meeting.pk)


def test_one_that_was_recorded_without_minutes_can_be_ended(
    scope: Any, limbo: Meeting, chair: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, chair)
    address = reverse("end_meeting", args=[scope.slug, limbo.pk])
    assert address in client.get(limbo.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    client.post(address)
    limbo.refresh_from_db()
    assert limbo.is_ended
    assert AgendaItem.objects.get().meeting is None
    assert Message.objects.filter(kind="forum.minutes_ready").count() == 4
    client.post(address)
    assert Message.objects.filter(kind="forum.minutes_ready").count() == 4


def test_its_minutes_wait_on_the_page_of_the_day(
    scope: Any, limbo: Meeting, director: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    page = client.get(reverse("dashboard", args=[scope.slug])).content.decode()
    assert "Write the minutes" in page
    end_meeting(limbo, actor=director)
    assert "Write the minutes" not in client.get(reverse("dashboard", args=[scope.slug])).content.decode()


def test_a_meeting_planned_just_now_has_not_waited(
    scope: Any, charter: Any, director: Any, client: Any, sign_in: Any
) -> None:
    plan_next(charter, actor=director, days=1)
    sign_in(client, director)
    page = client.get(reverse("dashboard", args=[scope.slug])).content.decode()
    assert "Prepare the meeting" in page
    assert "waiting for" not in page.partition("Quarterly meeting")[2].partition("</li>")[0]


def test_an_item_written_on_the_page_of_a_meeting_is_on_its_agenda(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    plan_next(charter, actor=chair, days=3)
    later = plan_next(charter, actor=chair, days=40)
    sign_in(client, chair)
    way = f"{reverse('new_item', args=[scope.slug])}?meeting={later.pk}"
    assert way in client.get(later.get_absolute_url()).content.decode()
    assert later.get_absolute_url() in client.get(way).content.decode()
    client.post(way, {"title_en": "A library that is open at night"})
    assert AgendaItem.objects.get().meeting == later


def test_an_item_of_a_meeting_that_is_over_goes_to_the_next_one(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    over = hold_meeting(charter, four, actor=chair)
    end_now(over)
    end_meeting(over, actor=chair)
    following = plan_next(charter, actor=chair, days=3)
    sign_in(client, chair)
    for number in (str(over.pk), "9" * 30, "none"):
        client.post(f"{reverse('new_item', args=[scope.slug])}?meeting={number}", {"title_en": f"Matter {number}"})
    assert list(AgendaItem.objects.values_list("meeting", flat=True)) == [following.pk] * 3
