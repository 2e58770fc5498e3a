"""A lab in each stage, and one that still gathers its four sectors; every gate passed by records."""

from datetime import date, datetime, time, timedelta

from cities.models import City
from journeys.actions import expeditions, initiatives
from journeys.actions.city_model import add_citation, start_version, write_block
from journeys.models import Expedition, Learning, ModelBlock
from labs.actions.cohorts import advance_cohort, open_cohort, plan_cohort, start_cohort
from labs.actions.labs import begin_lab, launch_lab, seat_facilitator, seat_representative
from labs.actions.members import add_member
from labs.actions.overrides import request_override
from labs.models import Cohort
from meetings.actions.sessions import plan_session, schedule_session
from meetings.models import Attendance, Session
from reports.management.practice.cast import Cast
from reports.management.practice.dates import COHORT_DAYS, cohort_start, stage_starts
from reports.management.practice.endorsements import see_each_other
from reports.management.practice.forum import adopt_model
from reports.management.practice.model_words import BLOCKS, LATER_LEARNINGS, LEARNINGS
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import (
    EXPEDITION,
    GATHERING,
    INITIATIVES,
    LABS,
    LATER_SESSIONS,
    NEXT_SESSION,
    OVERRIDE,
    PLACE,
    SESSIONS,
    WAITING_EXPEDITION,
    LabWords,
)
from stakeholders.models import Profile

DAY = timedelta(days=1)
NO_MEETING = {4, 5}  # Friday and Saturday


def create_labs(city: City, cast: Cast, town: PracticePeople) -> None:
    """Four launched labs whose cohorts stand in the four stages, and one that cannot be launched yet."""
    facilitator = Profile.objects.get(user=cast.facilitator)
    for words in LABS:
        cohort = _create_cohort(city, cast, town, facilitator, words)
        _create_cohort_work(city, cast, town, cohort, words)
    lab = begin_lab(actor=cast.director, name=GATHERING.name, question=GATHERING.question, host=town.organisations[10])
    seat_facilitator(lab, actor=cast.director, profile=facilitator)
    for number in (0, 5, 6):
        profile, organisation = town.speakers[number], town.organisations[number]
        seat_representative(lab, actor=cast.director, profile=profile, organisation=organisation)


def _create_cohort(city: City, cast: Cast, town: PracticePeople, facilitator: Profile, words: LabWords) -> Cohort:
    lab = begin_lab(
        actor=cast.director,
        name=words.name,
        question=words.question,
        host=town.organisations[words.stage],
        first_session_on=_first_session_day(city, words.stage),
    )
    seat_facilitator(lab, actor=cast.director, profile=facilitator)
    offset = words.stage - 1
    for number in (offset % 3, 3 + offset % 3, 6 + offset % 3, 9 + offset % 3):
        profile, organisation = town.speakers[number], town.organisations[number]
        seat_representative(lab, actor=cast.director, profile=profile, organisation=organisation)
    launch_lab(lab, actor=cast.director)
    lab.refresh_from_db()
    start = cohort_start(city, words.stage)
    cohort = plan_cohort(
        lab, actor=cast.facilitator, name=words.cohort, capacity=24, starts_on=start, ends_on=start + COHORT_DAYS * DAY
    )
    open_cohort(cohort, actor=cast.facilitator)
    for organisation, profile in zip(town.organisations, town.speakers, strict=True):
        add_member(cohort, actor=cast.facilitator, profile=profile, organisation=organisation)
    cohort.refresh_from_db()
    start_cohort(cohort, actor=cast.facilitator)
    cohort.refresh_from_db()
    return cohort


def _create_cohort_work(city: City, cast: Cast, town: PracticePeople, cohort: Cohort, words: LabWords) -> None:
    """What the cohort did on its way to its stage, then each step through the gate."""
    _past_sessions(city, cast, cohort, list_past_sessions(city, words.stage))
    see_each_other(city, town, cohort)
    _pass_gates(city, cast, town, cohort, words)
    # A session stands in the stage its cohort had when it was planned.
    cohort.group.owner.refresh_from_db()
    _next_session(city, cast, cohort, words.stage)


def _pass_gates(city: City, cast: Cast, town: PracticePeople, cohort: Cohort, words: LabWords) -> None:
    """What each stage left behind, up to the one in which the cohort stands."""
    if words.stage == 1:
        reason, remedy = OVERRIDE
        until = city.today() + 60 * DAY
        request_override(cohort, "G13", actor=cast.facilitator, reason=reason, remedy=remedy, wanted_until=until)
        return
    advance_cohort(cohort, 2, actor=cast.facilitator)
    _choose_areas(city, cast, town, cohort, words)
    if words.stage == 2:
        _waiting_expedition(city, cast, cohort)
        return
    learnings = _create_expedition(city, cast, cohort, words.stage)
    advance_cohort(cohort, 3, actor=cast.facilitator)
    _write_model(cast, cohort, learnings, whole=words.stage == 4)
    if words.stage == 4:
        _create_initiatives(city, cast, town, cohort)
        adopt_model(city, cast, town, cohort, stage_starts(city, 4)[3] - 6 * DAY)
        advance_cohort(cohort, 4, actor=cast.facilitator)


def _local_datetime(city: City, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), city.zone)


def _working_day(day: date, step: timedelta) -> date:
    """`day`, or the nearest one in the direction of `step` on which people here meet."""
    while day.weekday() in NO_MEETING:
        day += step
    return day


def list_past_sessions(city: City, stage: int) -> list[tuple[int, date, dict[str, str]]]:
    """(stage, day, title) of what this cohort held: three in its first stage, one in each later one."""
    starts = stage_starts(city, stage)
    if stage == 1:
        return [(1, city.today() - 21 * DAY, SESSIONS[0])]
    first = [(1, starts[0] + (15 + 35 * number) * DAY, title) for number, title in enumerate(SESSIONS)]
    return [*first, *((n, starts[n - 1] + 20 * DAY, LATER_SESSIONS[n]) for n in range(2, stage + 1))]


def _first_session_day(city: City, stage: int) -> date:
    """What the lab planned is what was held."""
    return _working_day(list_past_sessions(city, stage)[0][1], -DAY)


def _past_sessions(city: City, cast: Cast, cohort: Cohort, held: list[tuple[int, date, dict[str, str]]]) -> None:
    """Sessions that were recorded: what lies in the past is written with its dates."""
    seats = list(cohort.members.filter(state="active").select_related("profile"))
    for number, (stage, planned, title) in enumerate(held):
        day = _working_day(planned, -DAY)
        session = Session.objects.create(
            group=cohort.group,
            stage=stage,
            title=title,
            starts_at=_local_datetime(city, day, 17),
            ends_at=_local_datetime(city, day, 19),
            place=PLACE,
            state=Session.State.HELD,
        )
        Attendance.objects.bulk_create(
            Attendance(
                session=session,
                profile=seat.profile,
                sector=seat.sector,
                status="present" if (place + number) % 5 else "absent",
                how="roll",
                by=cast.facilitator,
            )
            for place, seat in enumerate(seats)
        )
        session.move(Session.State.RECORDED)


def _next_session(city: City, cast: Cast, cohort: Cohort, stage: int) -> None:
    # Two days after the one of the stage before: cohorts share people, who are not at two places at once.
    day = city.today()
    for _number in range(stage):
        day = _working_day(day + 2 * DAY, DAY)
    session = plan_session(
        cohort.group,
        actor=cast.facilitator,
        title=NEXT_SESSION,
        plan={},
        starts_at=_local_datetime(city, day, 17),
        ends_at=_local_datetime(city, day, 19),
        place=PLACE,
        link="",
    )
    schedule_session(session, actor=cast.facilitator)


def _choose_areas(city: City, cast: Cast, town: PracticePeople, cohort: Cohort, words: LabWords) -> None:
    decided = stage_starts(city, words.stage)[1] + 7 * DAY
    for code in words.areas:
        area = town.areas[code]
        reason = {"he": "כאן יש לנו חוזק, וכאן העיר צריכה אותנו."}
        expeditions.choose_area(cohort, actor=cast.facilitator, area=area, reason=reason, decided_on=decided)


def _waiting_expedition(city: City, cast: Cast, cohort: Cohort) -> None:
    expeditions.plan_expedition(
        cohort,
        actor=cast.facilitator,
        question=WAITING_EXPEDITION,
        kind="visit",
        place="שוק הנגרים, עיר אחרת",
        starts_on=city.today() + 20 * DAY,
        ends_on=city.today() + 20 * DAY,
    )


def _create_expedition(city: City, cast: Cast, cohort: Cohort, stage: int) -> list[Learning]:
    """An expedition in the cohort's second stage, with its learnings."""
    day = stage_starts(city, stage)[1] + 60 * DAY
    trip = Expedition.objects.create(
        cohort=cohort, question=EXPEDITION, place="נמל אחר", starts_on=day, ends_on=day, state=Expedition.State.LEARNED
    )
    by = Profile.objects.get(user=cast.facilitator)
    return [
        Learning.objects.create(
            expedition=trip,
            observation=seen,
            surprise=surprise,
            principle=principle,
            conditions=conditions,
            fit=4,
            language=language,
            by=by,
        )
        for language, seen, surprise, principle, conditions in (LEARNINGS if stage == 4 else LATER_LEARNINGS)
    ]


def _write_model(cast: Cast, cohort: Cohort, learnings: list[Learning], *, whole: bool) -> None:
    version = start_version(cohort, actor=cast.facilitator)
    blocks = list(version.blocks.all())
    for number, block in enumerate(blocks if whole else blocks[:6]):
        write_block(block, actor=cast.facilitator, text=BLOCKS[block.key], edits=block.edits)
        if whole or number < 4:
            add_citation(block, actor=cast.facilitator, source="learning", pk=learnings[number % len(learnings)].pk)


def _create_initiatives(city: City, cast: Cast, town: PracticePeople, cohort: Cohort) -> None:
    # The streets are the planners', the class is adopted by those who have a workshop.
    for number, (title, (owner, *partners)) in enumerate(zip(INITIATIVES, ((2, 5, 8, 11), (4, 0, 7, 10)), strict=True)):
        made = initiatives.plan_initiative(
            cohort,
            actor=cast.facilitator,
            blocks=ModelBlock.objects.filter(version__cohort=cohort, key=("school", "partners")[number]),
            title=title,
            activity={},
            owner=town.organisations[owner],
            partners=[town.organisations[partner] for partner in partners],
            starts_on=stage_starts(city, 4)[3] + 14 * DAY,
            due_on=city.today() + 100 * DAY,
        )
        initiatives.move_initiative(made, actor=cast.facilitator, to="piloting")
        made.refresh_from_db()
        initiatives.report_progress(made, actor=cast.facilitator, progress=30 + 15 * number)
