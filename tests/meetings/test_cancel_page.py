"""The page that cancels a session: closed where nothing can be cancelled, and it promises no mail that nobody gets."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import CohortFactory, CohortMemberFactory, SessionFactory

pytestmark = pytest.mark.django_db
PROMISE = "Invited members read your reason"


@pytest.fixture
def show_page(client: Any, sign_in: Any, scope: Any, director: Any) -> Any:
    sign_in(client, director)

    def show(state: str, days: int) -> str:
        session = SessionFactory(cohort=CohortFactory(), state=state, starts_at=timezone.now() + timedelta(days=days))
        return client.get(reverse("cancel_session", args=[scope.slug, session.pk])).content.decode()

    return show


@pytest.mark.parametrize("state", ["held", "recorded", "cancelled"])
def test_a_session_that_cannot_be_cancelled_has_no_form(show_page: Any, state: str) -> None:
    page = show_page(state, -2)
    assert "This session can no longer be cancelled." in page
    assert 'name="reason"' not in page


@pytest.mark.parametrize(("days", "is_told"), [(2, True), (-2, False)])
def test_the_mail_is_promised_to_whoever_gets_it(show_page: Any, days: int, is_told: bool) -> None:
    page = show_page("scheduled", days)
    assert 'name="reason"' in page
    assert (PROMISE in page) is is_told


def test_members_to_whom_nobody_writes_are_counted(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    cohort, moment = CohortFactory(), timezone.now() + timedelta(days=2)
    session = SessionFactory(cohort=cohort, state="scheduled", starts_at=moment, ends_at=moment + timedelta(hours=1))
    CohortMemberFactory(cohort=cohort, profile__user=None)
    sign_in(client, director)
    page = client.get(reverse("cancel_session", args=[scope.slug, session.pk])).content.decode()
    assert "1 person has no account: tell them yourself." in page
