"""Of two taps on one person the later one counts, whichever arrives first; an open roll shows what others mark."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry
from meetings.actions import attendance as actions
from meetings.models import Attendance
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope: Any) -> Any:
    return CohortMemberFactory(profile__user=UserFactory(), sector=2)


@pytest.fixture
def session(member: Any) -> Any:
    return SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() - timedelta(minutes=30))


def mark() -> str:
    return Attendance.objects.get().status


def test_an_earlier_tap_that_arrives_later_changes_nothing(session: Any, member: Any, facilitator: Any) -> None:
    actions.mark_attendance(session, member.profile, actor=facilitator, status="excused")
    earlier = timezone.now() - timedelta(minutes=10)
    kept = actions.mark_attendance(session, member.profile, actor=facilitator, status="present", at=earlier)
    assert (kept.status, mark()) == ("excused", "excused")
    assert AuditEntry.objects.filter(verb="meetings.attendance_marked").count() == 1


def test_a_later_one_counts(session: Any, member: Any, facilitator: Any) -> None:
    earlier = timezone.now() - timedelta(minutes=10)
    actions.mark_attendance(session, member.profile, actor=facilitator, status="present", at=earlier)
    actions.mark_attendance(session, member.profile, actor=facilitator, status="excused")
    assert mark() == "excused"


def test_the_same_again_makes_the_mark_as_late(session: Any, member: Any, facilitator: Any) -> None:
    now = timezone.now()
    for minutes in (20, 5):
        at = now - timedelta(minutes=minutes)
        actions.mark_attendance(session, member.profile, actor=facilitator, status="present", at=at)
    between = now - timedelta(minutes=10)
    actions.mark_attendance(session, member.profile, actor=facilitator, status="absent", at=between)
    assert mark() == "present"


def test_no_tap_comes_from_the_future(session: Any, member: Any, facilitator: Any) -> None:
    ahead = timezone.now() + timedelta(hours=5)
    actions.mark_attendance(session, member.profile, actor=facilitator, status="absent", at=ahead)
    actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
    assert mark() == "present"


def test_a_phone_hears_which_mark_counts(
    client: Any, scope: Any, session: Any, member: Any, facilitator: Any, sign_in: Any
) -> None:
    sign_in(client, facilitator)
    where = reverse("mark_attendance", args=[scope.slug, session.pk, member.profile_id])
    assert client.post(where, {"status": "excused"}, headers={"X-Roll": "line"}).json() == {"mark": "excused"}
    waited = {"status": "present", "age": "600000"}
    assert client.post(where, waited, headers={"X-Roll": "line"}).json() == {"mark": "excused"}


@pytest.mark.parametrize("age", ["-5", "x", "99999999999999999999", ""])
def test_what_is_no_age_is_a_tap_of_now(
    client: Any, scope: Any, session: Any, member: Any, facilitator: Any, sign_in: Any, age: str
) -> None:
    sign_in(client, facilitator)
    where = reverse("mark_attendance", args=[scope.slug, session.pk, member.profile_id])
    assert client.post(where, {"status": "late", "age": age}, headers={"X-Roll": "line"}).json() == {"mark": "late"}


def test_an_open_roll_asks_for_the_marks_of_others(
    client: Any, scope: Any, session: Any, member: Any, facilitator: Any, sign_in: Any
) -> None:
    sign_in(client, facilitator)
    where = reverse("roll_marks", args=[scope.slug, session.pk])
    assert f'data-marks="{where}"' in client.get(reverse("roll", args=[scope.slug, session.pk])).content.decode()
    actions.mark_attendance(session, member.profile, actor=facilitator, status="late")
    assert client.get(where).json() == {"marks": {str(member.profile_id): "late"}, "state": "held"}


def test_the_marks_cost_the_same(client: Any, scope: Any, session: Any, facilitator: Any, sign_in: Any) -> None:
    sign_in(client, facilitator)

    def add(n: int) -> None:
        for _ in range(n):
            seat = CohortMemberFactory(cohort=session.group.cohort)
            actions.mark_attendance(session, seat.profile, actor=facilitator, status="late")

    assert_same_queries(lambda: client.get(reverse("roll_marks", args=[scope.slug, session.pk])), add)
