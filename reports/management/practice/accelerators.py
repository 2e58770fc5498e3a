"""Three intakes of teachers: one has graduated, one is in its second year, and for one the call is open."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import F

from accelerator.actions.enrolments import apply_to_accelerator, count_places
from accelerator.actions.head import agree_as_head, refuse_as_head
from accelerator.actions.intakes import open_call, open_next_call
from accelerator.models import Accelerator, Credential, Enrolment, Term
from accelerator.queries.progress import list_progress
from accelerator.values import TERM_HOURS, TERMS
from cities.actions import grant_role
from cities.models import City, Role
from meetings.actions.sessions import plan_session, schedule_session
from meetings.models import Attendance, Session
from programs.models import Intake
from reports.management.practice import accelerator_words as words
from reports.management.practice.accelerator_words import Teacher
from reports.management.practice.cast import Cast
from reports.management.practice.collaborations import find_account
from reports.management.practice.people import PracticePeople
from reports.management.practice.portfolios import LATER_ROUNDS, ROUNDS, carry_work
from stakeholders.actions import profile_for, propose_organisation, verify_organisation
from stakeholders.models import Organisation, Profile

DAY = timedelta(days=1)
State = Enrolment.State
# In so many of the first sessions one teacher was away more often than others.
OFTEN_AWAY = 9
AFTERNOON, MORNING, LONG = 15, 9, 4


class Scene(NamedTuple):
    """Who and where."""

    city: City
    cast: Cast
    schools: list[Organisation]
    leaders: list[Profile]
    password: str


def create_accelerators(city: City, cast: Cast, town: PracticePeople, password: str) -> None:
    """The three intakes stand, each with the days of its story."""
    scene = _set_scene(city, cast, town, password)
    began = city.school_year() - 2
    first, second = list(Intake.objects.order_by("number"))
    earlier = _create_intake(scene, first, began, words.FIRST)
    carry_work(earlier, town.organisations, words.PROJECTS, ROUNDS)
    _graduate_teachers(scene, earlier)
    later = _create_intake(scene, second, began + 1, words.SECOND)
    carry_work(later, town.organisations, words.LATER_PROJECTS, LATER_ROUNDS)
    # The place of that teacher came from the intake before.
    moved_on = later.enrolments.filter(profile__display_name=words.SECOND[-1].name)
    enrolled_at = earlier.enrolments.order_by("pk").values_list("enrolled_at", flat=True)[0]
    moved_on.update(first_year_with=earlier, moved_at=F("enrolled_at"), enrolled_at=enrolled_at)
    _plan_sessions(scene, later)
    _open_third(scene, began + 3)


def _set_scene(city: City, cast: Cast, town: PracticePeople, password: str) -> Scene:
    schools = [town.organisations[0]]
    for name in words.SCHOOLS:
        school = propose_organisation(actor=cast.director, name=name, sector=1, field="formal")
        verify_organisation(school, actor=cast.director)
        school.refresh_from_db()
        schools.append(school)
    scene = Scene(city, cast, schools, [Profile.objects.get(user=cast.facilitator)], password)
    leader = _create_person(scene, "nava", words.LEADER, "he", Role.FACILITATOR)
    scene.leaders.append(leader)
    return scene


def _create_person(scene: Scene, account: str, name: str, language: str, role: str = Role.RESIDENT) -> Profile:
    from reports.management.practice.build import create_account  # noqa: PLC0415 (build calls this module)

    there: Profile | None = Profile.objects.filter(user__email=f"{account}@practice.example").first()
    if there is not None:
        return there
    user = create_account(account, language, scene.password)
    profile = profile_for(user, display_name=name, language=language)
    grant_role(scene.city, user, role, actor=scene.cast.director, quietly=True)
    return profile


def list_ends(starts_on: date) -> list[date]:
    """The last days of the four terms of two school years."""
    ends, month = [], starts_on.month - 1
    for months in words.MONTHS:
        month += months
        ends.append(date(starts_on.year + month // 12, month % 12 + 1, 1) - DAY)
    return ends


def _create_intake(scene: Scene, intake: Intake, year: int, teachers: tuple[Teacher, ...]) -> Accelerator:
    """An intake that began in the autumn of that year: its call half a year before, its sessions up to today."""
    starts_on = date(year, scene.city.school_year_start, 1)
    number = intake.number - 1
    row = open_call(
        intake,
        actor=scene.cast.director,
        starts_on=starts_on,
        ends=list_ends(starts_on),
        leaders=scene.leaders,
        name=words.INTAKES[number],
        about=words.ABOUT,
        call_opens_on=starts_on - 150 * DAY,
        call_closes_on=starts_on - 110 * DAY,
        places=12,
    )
    for place, teacher in enumerate(teachers):
        _enrol_teacher(scene, row, teacher, f"teacher{intake.number}{place}")
    _hold_sessions(scene, row)
    return row


def _enrol_teacher(scene: Scene, row: Accelerator, teacher: Teacher, account: str) -> None:
    profile = _create_person(scene, teacher.account or account, teacher.name, teacher.language)
    school = scene.schools[teacher.school]
    applied = _local_moment(scene.city, row.call_opens_on + 9 * DAY)
    year1_done = row.terms.get(number=2).ends_on - 40 * DAY
    second_year = teacher.state in {State.YEAR1_DONE, State.GRADUATED}
    made = Enrolment.objects.create(
        accelerator=row,
        profile=profile,
        organisation=school,
        sector=school.sector,
        why=words.WHY[teacher.language],
        head_asked_on=applied.date(),
        head_mails=1,
        head_answered_at=applied + 2 * DAY,
        release_hours=2,
        substitute=words.SUBSTITUTES[teacher.language],
        enrolled_at=applied + 50 * DAY,
        year1_done_on=year1_done if second_year else None,
        state=State.YEAR1_DONE if second_year else teacher.state,
    )
    Enrolment.objects.filter(pk=made.pk).update(applied_at=applied)
    count_places(row)


def _hold_sessions(scene: Scene, row: Accelerator) -> None:
    """All sessions up to today were recorded, most teachers were there."""
    sessions = [one for term in row.terms.all() for one in _list_sessions(scene, row, term)]
    held = Session.objects.bulk_create(one for one in sessions if one.starts_at.date() < scene.city.today())
    rows = row.enrolments.exclude(state=State.WITHDRAWN).order_by("pk")
    teachers = list(rows.values_list("profile_id", flat=True))
    seldom = rows.filter(state=State.ENROLLED).values_list("profile_id", flat=True).first()
    if row.intake.number == 1:
        teachers.append(_create_person(scene, "teacher26", words.SECOND[-1].name, words.SECOND[-1].language).pk)
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            profile_id=person,
            sector=1,
            status="absent" if _is_away(place, number, seldom=person == seldom) else "present",
            how="roll",
            by=scene.cast.facilitator,
        )
        for number, session in enumerate(held)
        for place, person in enumerate(teachers)
    )
    Session.objects.filter(pk__in=[one.pk for one in held]).update(state=Session.State.RECORDED)


def _is_away(place: int, number: int, *, seldom: bool) -> bool:
    often = seldom and number < OFTEN_AWAY and number % 4 == 1
    return often or (number + 3 * place) % 11 == 0


def _list_sessions(scene: Scene, row: Accelerator, term: Term) -> list[Session]:
    titles, hours = words.TITLES[term.number], words.HOURS[term.number]
    listed = []
    for number, long in enumerate(hours):
        day = term.starts_on + (8 + 16 * number) * DAY
        # Mondays and Wednesdays, the intakes apart.
        day += ((row.intake.number * 2 - day.weekday() - 2) % 7) * DAY
        part = number // len(titles) + 1
        title = titles[number % len(titles)]
        starts_at = _local_moment(scene.city, day, MORNING if long > LONG else AFTERNOON)
        listed.append(
            Session(
                group=row.group,
                title=title if part == 1 else {one: f"{text} ({part})" for one, text in title.items()},
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=long),
                place=words.PLACE,
                state=Session.State.HELD,
            )
        )
    return listed


def _graduate_teachers(scene: Scene, row: Accelerator) -> None:
    """All who went on have graduated on the last evening; one credential was revoked in the summer."""
    day = row.intake.ends_on - 10 * DAY
    rows = list(row.enrolments.with_names().filter(state=State.YEAR1_DONE).order_by("pk"))
    found = list_progress(rows, scene.city)
    for one in rows:
        one.move(State.GRADUATED, graduated_on=day)
        hours = min(found[one.pk].hours, TERM_HOURS * TERMS)
        made = Credential.objects.create(enrolment=one, hours=hours, issued_on=day)
    made.move(Credential.State.REVOKED, revoked_on=day + 40 * DAY, revoked_reason=words.REVOKED)
    # Who has graduated leads others.
    grant_role(scene.city, find_account(rows[0].profile), Role.FACILITATOR, actor=scene.cast.director, quietly=True)


def _plan_sessions(scene: Scene, row: Accelerator) -> None:
    """The next two sessions are announced."""
    coming = [one for term in row.terms.all() for one in _list_sessions(scene, row, term)]
    for one in [one for one in coming if one.starts_at.date() > scene.city.today()][:2]:
        session = plan_session(
            row.group,
            actor=scene.cast.facilitator,
            title=one.title,
            plan={},
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
            link="",
        )
        schedule_session(session, actor=scene.cast.facilitator)


def _open_third(scene: Scene, year: int) -> None:
    """The call is open: some heads have agreed, some were asked, one has said no."""
    today, starts_on = scene.city.today(), date(year, scene.city.school_year_start, 1)
    row = open_next_call(
        scene.city,
        actor=scene.cast.director,
        starts_on=starts_on,
        ends=list_ends(starts_on),
        leaders=[scene.leaders[0], Profile.objects.get(user__email="omer@practice.example")],
        name=words.INTAKES[2],
        about=words.ABOUT,
        call_opens_on=today - 20 * DAY,
        call_closes_on=today + 25 * DAY,
        places=24,
    )
    for place, teacher in enumerate(words.THIRD):
        person = _create_person(scene, f"teacher3{place}", teacher.name, teacher.language)
        made = apply_to_accelerator(
            row,
            person,
            actor=find_account(person),
            organisation=scene.schools[teacher.school],
            why=words.WHY[teacher.language],
            head_email=f"head{teacher.school + 1}@practice.example",
        )
        if teacher.state == State.HEAD_APPROVED:
            agree_as_head(made, release_hours=2, substitute=words.SUBSTITUTES[teacher.language])
        elif teacher.state == State.DECLINED:
            refuse_as_head(made, reason=words.HEAD_NO)
        applied = _local_moment(scene.city, today - (14 - 2 * place) * DAY)
        Enrolment.objects.filter(pk=made.pk).update(applied_at=applied, head_asked_on=applied.date())


def _local_moment(city: City, day: date, hour: int = 15) -> datetime:
    return datetime.combine(day, time(hour), city.zone)
