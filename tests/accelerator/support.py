"""Teachers, heads of school and sessions for the tests of the accelerator."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from accelerator.actions import enrolments, head
from accelerator.models import Accelerator, Enrolment
from educities.activity.models import Message
from meetings.models import Attendance, Session
from stakeholders.models import Profile
from tests.factories import MembershipFactory, OrganisationFactory, ProfileFactory

HEAD = "head@school.example.org"


def make_teacher(city: Any, **more: Any) -> Profile:
    """A grown-up of the city with an account."""
    return ProfileFactory(user=MembershipFactory(city=city).user, **more)


def apply(row: Accelerator, teacher: Profile, **more: Any) -> Enrolment:
    """The teacher has applied, for a school of its own."""
    given = {"organisation": OrganisationFactory(field="formal"), "why": {"en": "To learn"}, "head_email": HEAD, **more}
    return enrolments.apply_to_accelerator(row, teacher, actor=teacher.user, **given)


def agree(row: Enrolment) -> Enrolment:
    """The head of school has said yes."""
    head.agree_as_head(row, release_hours=2, substitute="Dana")
    row.refresh_from_db()
    return row


def enrol(row: Accelerator, teacher: Profile, actor: Any, **more: Any) -> Enrolment:
    """The teacher has a place."""
    enrolment = enrolments.enrol_teacher(agree(apply(row, teacher, **more)), actor=actor)
    enrolment.refresh_from_db()
    return enrolment


def hold(row: Accelerator, year: int, number: int, *there: Profile, at: int | None = None) -> list[Session]:
    """So many sessions of two hours in a year of the intake were recorded, at which (or at `at` of which) these people were."""
    term = row.terms.get(number=2 * year - 1)
    sessions = []
    for day in range(number):
        starts = datetime.combine(term.starts_on + timedelta(days=day + 1), time(14), UTC)
        sessions.append(
            Session(
                group=row.group,
                title={"en": f"Year {year}, {day + 1}"},
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                state=Session.State.HELD,
            )
        )
    sessions = Session.objects.bulk_create(sessions)
    Attendance.objects.bulk_create(
        Attendance(session=one, profile=person, status="present", how="roll")
        for one in sessions[:at]
        for person in there
    )
    Session.objects.filter(pk__in=[one.pk for one in sessions]).update(state=Session.State.RECORDED)
    return sessions


def find_link(row: Enrolment) -> str:
    """The address in the newest mail to the head of school."""
    found = Message.objects.filter(kind="accelerator.head_asked", payload__target_id=str(row.pk)).order_by("pk").last()
    assert found is not None
    return found.payload["url"]
