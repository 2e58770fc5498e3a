"""Teachers, heads of school and sessions for the tests of the accelerator."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from accelerator.actions import enrolments, head, portfolio
from accelerator.models import Accelerator, Enrolment, Observation, Pair, Project
from educities.activity.models import Message
from meetings.models import Attendance, Session
from stakeholders.models import Profile
from tests.factories import MembershipFactory, OrganisationFactory, ProfileFactory, in_days

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


def begin_earlier(row: Enrolment) -> Enrolment:
    """The place was given before the first session of its intake."""
    first = datetime.combine(row.accelerator.intake.starts_on, time(), UTC)
    Enrolment.objects.filter(pk=row.pk).update(**{"moved_at" if row.moved_at else "enrolled_at": first})
    row.refresh_from_db()
    return row


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


def begin_project(row: Enrolment, **more: Any) -> Project:
    """The teacher has begun a project with a business, with all that a report needs but the notes."""
    given = {
        "question": {"en": "How do we read together?"},
        "class_name": "4b",
        "partner": more.pop("partner", None) or OrganisationFactory(sector=2),
        "goal": {"en": "Fifty books"},
        "start_figure": 3,
        "end_figure": 54,
        "helped": {"en": "The shop lent books"},
        "hindered": {"en": "Too little time"},
        **more,
    }
    return portfolio.begin_project(row, actor=row.profile.user, **given)


def report(project: Project) -> Project:
    """It has its four notes, and is reported."""
    user = project.enrolment.profile.user
    for day in range(4):
        portfolio.note_project(project, actor=user, noted_on=in_days(-day), text={"en": "We counted"})
    return portfolio.report_project(project, actor=user)


def make_pair(one: Enrolment, other: Enrolment, number: int = 1) -> Pair:
    """The two visit each other."""
    schools = {"first_school_id": one.organisation_id, "second_school_id": other.organisation_id}
    return Pair.objects.create(accelerator=other.accelerator, number=number, first=one, second=other, **schools)


def observe(pair: Pair, **more: Any) -> Observation:
    """The first of the pair has visited the second."""
    given = {
        "held_on": in_days(-1),
        "minutes": 20,
        "class_name": "4b",
        "pupils_do": {"en": "They read to each other"},
        "teacher_does": {"en": "Listens"},
        "question": {"en": "Why in pairs?"},
        **more,
    }
    return portfolio.record_observation(pair, actor=pair.first.profile.user, **given)
