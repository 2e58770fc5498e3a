"""A session that was cancelled says so at every door, and is neither opened nor recorded."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import sessions as actions
from tests.factories import SessionFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["roll", "wall"])
def test_roll_and_wall_say_it(client: Any, scope: Any, facilitator: Any, sign_in: Any, name: str) -> None:
    session = SessionFactory(state="cancelled")
    sign_in(client, facilitator)
    assert "This session was cancelled." in client.get(reverse(name, args=[scope.slug, session.pk])).content.decode()


def test_its_form_says_it_instead_of_asking(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    session = SessionFactory(state="cancelled")
    sign_in(client, facilitator)
    page = client.get(reverse("change_session", args=[scope.slug, session.pk])).content.decode()
    assert "This session has started or was cancelled. You cannot change it." in page
    assert 'name="title' not in page


def test_it_is_neither_opened_nor_recorded(scope: Any, facilitator: Any) -> None:
    session = SessionFactory(state="cancelled")
    for step in (actions.start_session, actions.record_session):
        assert refused(lambda step=step: step(session, actor=facilitator)) == "meetings.session_cancelled"


def test_a_draft_is_not_opened_before_anybody_is_invited(scope: Any, facilitator: Any) -> None:
    session = SessionFactory(state="draft")
    assert refused(lambda: actions.start_session(session, actor=facilitator)) == "meetings.session_not_announced"


def test_the_wall_of_a_recorded_session_says_that_it_is_recorded(
    client: Any, scope: Any, facilitator: Any, sign_in: Any
) -> None:
    session = SessionFactory(state="recorded")
    sign_in(client, facilitator)
    page = client.get(reverse("wall", args=[scope.slug, session.pk])).content.decode()
    assert "The attendance of this session is recorded." in page
    assert "were there" in page
    assert "Open the session when it begins" not in page


def test_a_draft_whose_hour_has_come_is_opened(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    """Nobody was invited, and people are in the room all the same."""
    ahead, now = timezone.now() + timedelta(minutes=30), timezone.now() - timedelta(minutes=5)
    later = SessionFactory(state="draft", starts_at=ahead, ends_at=ahead + timedelta(hours=2))
    assert refused(lambda: actions.start_session(later, actor=facilitator)) == "meetings.session_not_announced"
    session = SessionFactory(state="draft", starts_at=now, ends_at=now + timedelta(hours=2))
    page = sign_in(client, facilitator).get(session.get_absolute_url()).content.decode()
    assert "Nobody was invited. If people are there all the same" in page
    client.post(reverse("start_session", args=[scope.slug, session.pk]))
    session.refresh_from_db()
    assert session.state == "held"
