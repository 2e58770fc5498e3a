"""A second tap takes the mark back: nobody has said anything of the person. Of two taps the later one counts here too."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import attendance as actions
from meetings.actions.sessions import record_session
from meetings.models import Attendance
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope: Any) -> Any:
    return CohortMemberFactory(profile__user=UserFactory(), sector=2)


@pytest.fixture
def session(member: Any) -> Any:
    return SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() - timedelta(minutes=30))


def minutes_ago(minutes: int) -> Any:
    return timezone.now() - timedelta(minutes=minutes)


def test_the_mark_is_gone_and_the_log_knows(session: Any, member: Any, facilitator: Any) -> None:
    actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
    assert actions.clear_mark(session, member.profile, actor=facilitator) is None
    assert not Attendance.objects.exists()
    assert verbs_of(session) == ["meetings.attendance_marked", "meetings.attendance_cleared"]


def test_twice_is_once(session: Any, member: Any, facilitator: Any) -> None:
    actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
    for _tap in range(2):
        actions.clear_mark(session, member.profile, actor=facilitator)
    assert verbs_of(session).count("meetings.attendance_cleared") == 1


def test_an_earlier_mark_that_arrives_later_stays_taken_back(session: Any, member: Any, facilitator: Any) -> None:
    common = {"actor": facilitator, "status": "present"}
    actions.mark_attendance(session, member.profile, **common, at=minutes_ago(9))
    actions.clear_mark(session, member.profile, actor=facilitator, at=minutes_ago(5))
    assert actions.mark_attendance(session, member.profile, **common, at=minutes_ago(7)) is None
    assert not Attendance.objects.exists()
    assert actions.mark_attendance(session, member.profile, **common, at=minutes_ago(2)).status == "present"


def test_a_later_mark_stays(session: Any, member: Any, facilitator: Any) -> None:
    actions.mark_attendance(session, member.profile, actor=facilitator, status="late")
    assert actions.clear_mark(session, member.profile, actor=facilitator, at=minutes_ago(5)).status == "late"
    assert Attendance.objects.get().status == "late"


def test_a_guest_is_absent_and_stays_on_the_list(session: Any, facilitator: Any) -> None:
    guest = actions.add_guest(session, actor=facilitator, name="Layla")
    assert actions.clear_mark(session, guest.profile, actor=facilitator).status == "absent"


def test_a_recorded_roll_keeps_its_marks(session: Any, member: Any, facilitator: Any) -> None:
    other = CohortMemberFactory(cohort=member.cohort)
    actions.mark_attendance(session, member.profile, actor=facilitator, status="present")
    actions.clear_mark(session, other.profile, actor=facilitator)
    record_session(session, actor=facilitator)
    session.refresh_from_db()
    assert session.cleared == {}
    clear = lambda: actions.clear_mark(session, member.profile, actor=facilitator)  # noqa: E731
    assert refused(clear) == "meetings.session_recorded"


def test_the_control_says_what_a_tap_does(
    client: Any, scope: Any, session: Any, member: Any, facilitator: Any, sign_in: Any
) -> None:
    sign_in(client, facilitator)
    roll = reverse("roll", args=[scope.slug, session.pk])
    where = reverse("mark_attendance", args=[scope.slug, session.pk, member.profile_id])
    line = lambda: client.get(roll).content.decode().partition(f'id="person-{member.profile_id}"')[2]  # noqa: E731
    assert "Mark as here" in line()
    assert client.post(where, {"status": "present"}, headers={"X-Roll": "line"}).json() == {"mark": "present"}
    assert "Remove the mark" in line()
    assert 'value="none"' in line()
    assert client.post(where, {"status": "none"}, headers={"X-Roll": "line"}).json() == {"mark": ""}
    client.post(where, {"status": "present"})
    assert client.post(where, {"status": "none"}).status_code == 302
    assert not Attendance.objects.exists()
