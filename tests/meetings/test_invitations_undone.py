"""An invitation can be taken back by whoever sent it, as long as its emails wait."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from educities.activity.models import Message, Notice, Schedule
from meetings.actions import sessions as actions
from meetings.actions.invitations import undo_invitations
from meetings.models import Session
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope: Any) -> Any:
    City.objects.update(quiet_from="00:00", quiet_until="00:00", keeps_sabbath=False)
    return CohortMemberFactory(profile__user=UserFactory())


@pytest.fixture
def draft(member: Any) -> Session:
    starts = timezone.now() + timedelta(days=7)
    return SessionFactory(cohort=member.cohort, state="draft", starts_at=starts, ends_at=starts + timedelta(hours=2))


@pytest.fixture
def invited(draft: Session, facilitator: Any) -> Session:
    actions.schedule_session(draft, actor=facilitator)
    return draft


def test_nobody_hears_of_it_and_it_can_be_sent_again(invited: Session, member: Any, facilitator: Any) -> None:
    undo_invitations(invited, actor=facilitator)
    invited.refresh_from_db()
    assert invited.state == "draft"
    assert verbs_of(invited)[-1] == "meetings.invitations_undone"
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not Notice.objects.filter(user=member.profile.user).exists()
    assert not Schedule.objects.filter(state="waiting").exists()
    actions.schedule_session(invited, actor=facilitator)
    assert Message.objects.filter(state="pending").count() == 1


@pytest.mark.parametrize("state", ["leased", "sent"])
def test_what_has_left_stays(invited: Session, facilitator: Any, state: str) -> None:
    lease = {"lease_token": "00000000-0000-0000-0000-000000000001", "lease_until": timezone.now()}
    sent = {"sent_at": timezone.now()}
    Message.objects.update(state=state, **(lease if state == "leased" else sent))
    assert refused(lambda: undo_invitations(invited, actor=facilitator)) == "activity.undo_sent"
    invited.refresh_from_db()
    assert invited.state == "scheduled"


def test_after_an_answer_it_stays(invited: Session, member: Any, facilitator: Any) -> None:
    actions.reply_to_session(invited, member.profile, actor=member.profile.user, reply="coming")
    assert refused(lambda: undo_invitations(invited, actor=facilitator)) == "activity.undo_over"


def test_nobody_else_takes_it_back(invited: Session, director: Any) -> None:
    assert refused(lambda: undo_invitations(invited, actor=director)) == "activity.undo_over"


def test_the_page_offers_the_way_back(client: Any, scope: Any, draft: Session, facilitator: Any, sign_in: Any) -> None:
    sign_in(client, facilitator)
    undo = reverse("undo_invitations", args=[scope.slug, draft.pk])
    page = client.post(reverse("schedule_session", args=[scope.slug, draft.pk]), follow=True).content.decode()
    assert "The members are invited. The emails go out in 5 minutes." in page
    assert undo in page
    page = client.post(undo, follow=True).content.decode()
    assert "Undone. No email goes out" in page
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_where_the_emails_go_at_once_no_way_back_is_offered(
    client: Any, scope: Any, draft: Session, facilitator: Any, sign_in: Any
) -> None:
    starts = timezone.now() + timedelta(minutes=20)
    Session.objects.filter(pk=draft.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    sign_in(client, facilitator)
    page = client.post(reverse("schedule_session", args=[scope.slug, draft.pk]), follow=True).content.decode()
    assert "The members are invited." in page
    assert reverse("undo_invitations", args=[scope.slug, draft.pk]) not in page


def test_within_the_quiet_hours_it_is_offered_too(
    client: Any, scope: Any, draft: Session, facilitator: Any, sign_in: Any
) -> None:
    now, hour = timezone.now().astimezone(scope.zone), timedelta(hours=1)
    City.objects.update(quiet_from=(now - hour).time(), quiet_until=(now + hour).time())
    sign_in(client, facilitator)
    page = client.post(reverse("schedule_session", args=[scope.slug, draft.pk]), follow=True).content.decode()
    assert "after the quiet hours" in page
    assert reverse("undo_invitations", args=[scope.slug, draft.pk]) in page
