"""The forum of the practice city: seats of four sectors, one vacant; six meetings in two years; decisions in every state."""

from datetime import date, datetime, time, timedelta
from typing import Any

from cities.models import City
from educities.kit.dates import add_months
from forum.actions.agenda import add_item, build_agenda, drop_item, send_up, write_in_languages
from forum.actions.decisions import call_reviews, propose_decision
from forum.actions.meetings import plan_meeting
from forum.actions.seats import change_charter, give_seat, show_name
from forum.models import AgendaItem, Charter, Decision, Meeting, Seat, Statement
from forum.values import AGENDA, ALL_SECTORS, compute_needed
from forum.values.reviews import REVIEW_KIND
from journeys.actions.city_model import adopt_version, move_version
from journeys.models import ModelVersion
from labs.models import Cohort
from meetings.actions.sessions import schedule_session
from meetings.models import Attendance, Session
from reports.management.practice import forum_words as words
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from stakeholders.models import Sector

DAY = timedelta(days=1)
State = Decision.State
# By their places among the organisations: two of a sector, of the fourth one, whose term is over.
SEATED = (0, 1, 3, 4, 6, 7, 9)
TERM_DAYS, VACANT_DAYS = 300, 20
NEXT_IN_DAYS = 12
MODEL = "model"


def open_forum(city: City, cast: Cast, town: PracticePeople) -> Charter:
    """Who sits there, and what was decided until the model was ready."""
    charter = Charter.objects.select_related("city", "group", "body__program").get()
    change_charter(charter, actor=cast.director, shows_seats=True, shows_decisions=True)
    for number, place in enumerate(SEATED):
        person, organisation = town.speakers[place], town.organisations[place]
        role = Seat.Role.CHAIR if number == 0 else Seat.Role.MEMBER
        days = {"starts_on": city.today() - 710 * DAY, "ends_on": city.today() + (TERM_DAYS + 40 * number) * DAY}
        fields = {"organisation": organisation, "sector": organisation.sector, "role": role}
        seat = give_seat(charter, person, actor=cast.director, **fields, **days)
        if number % 2 == 0 and person.user is not None:
            show_name(seat, actor=person.user, is_named=True)
    Seat.objects.update(joined_at=_local_moment(city, city.today() - 710 * DAY, 9))
    last_day = city.today() - VACANT_DAYS * DAY
    Seat.objects.filter(sector=Sector.SOCIAL_BUSINESS).update(ends_on=last_day, ended_on=last_day)
    for days_ago, matters in words.MEETINGS:
        _hold_past(charter, city, town, days_ago, matters)
    return charter


def _local_moment(city: City, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), city.zone)


def _hold_past(
    charter: Charter, city: City, town: PracticePeople, days_ago: int, matters: tuple[words.Matter, ...]
) -> Meeting:
    """A meeting of that day, with who was there and what was said."""
    day = city.today() - days_ago * DAY
    while day.weekday() in {4, 5}:
        day -= DAY
    times = {"starts_at": _local_moment(city, day, 16), "ends_at": _local_moment(city, day, 18)}
    session = Session.objects.create(
        group=charter.group, title=words.MEETING, place="אולם העירייה", state=Session.State.HELD, **times
    )
    missing = {matter.missing for matter in matters}
    seats = list(Seat.objects.filter(charter=charter))
    common = {"session": session, "how": Attendance.How.ROLL, "at": times["starts_at"]}
    for seat in seats:
        status = Attendance.Status.ABSENT if seat.sector in missing else Attendance.Status.PRESENT
        Attendance.objects.create(profile=seat.profile, sector=seat.sector, status=status, **common)
    Session.objects.filter(pk=session.pk).update(state=Session.State.RECORDED)
    needed = compute_needed(len(seats), charter.quorum_percent)
    meeting = Meeting.objects.create(
        charter=charter, session=session, voting=len(seats), needed=needed, ended_at=times["ends_at"]
    )
    for number, matter in enumerate(matters, start=1):
        _take_past(meeting, town, day, matter, position=number, **_call_back(matter, day))
    return meeting


def _call_back(matter: words.Matter, day: date) -> dict[str, Any]:
    """The earlier decision that this one reverses was looked at again on that day; the item is about it."""
    if not matter.reverses:
        return {}
    earlier = Decision.objects.get(item__title__en=matter.reverses)
    Decision.objects.filter(pk=earlier.pk).update(reviewed_on=day)
    return {"record_kind": REVIEW_KIND, "record_id": earlier.pk}


def _take_past(
    meeting: Meeting, town: PracticePeople, day: date, matter: words.Matter, *, position: int, **item: Any
) -> Decision:
    present = meeting.session.attendance.filter(status=Attendance.Status.PRESENT)
    sectors = "".join(digit for digit in ALL_SECTORS if int(digit) != matter.missing)
    row: AgendaItem = AgendaItem.objects.create(
        charter=meeting.charter,
        meeting=meeting,
        position=position,
        title=matter.title,
        state=AgendaItem.State.DECIDED,
        **item,
    )
    is_rejected = matter.state == State.REJECTED
    made: Decision = Decision.objects.create(
        item=row,
        meeting=meeting,
        words=matter.words,
        dissent=matter.dissent,
        left_out=matter.left_out,
        decided_on=day,
        review_on=None if is_rejected else add_months(day, matter.review_months),
        concluded_at=meeting.ended_at if is_rejected else None,
        voting=meeting.voting,
        needed=meeting.needed,
        present=present.count(),
        sectors=sectors,
        is_advice=sectors != ALL_SECTORS,
        state=State.DECIDED if matter.state == State.REVIEW_DUE else matter.state,
        **_list_outcome(town, day, matter),
    )
    for said, sector in matter.said:
        seat = Seat.objects.filter(charter=meeting.charter, sector=sector).first()
        Statement.objects.create(decision=made, seat=seat, words=said)
    return made


def _list_outcome(town: PracticePeople, day: date, matter: words.Matter) -> dict[str, Any]:
    """How it was decided, who acts by when, and what came of it."""
    values: dict[str, Any] = {"method": Decision.Method.CONSENT}
    if matter.votes:
        yes, no, none = matter.votes
        values = {"method": Decision.Method.VOTE, "votes_for": yes, "votes_against": no, "abstained": none}
    if matter.acts is not None:
        values |= {"acts_organisation": town.organisations[matter.acts], "act_by": day + 90 * DAY}
    if matter.done:
        values |= {"done_on": day + 80 * DAY, "done_words": matter.done}
    if matter.state in {State.REVIEWED, State.REVERSED}:
        values["reviewed_on"] = add_months(day, matter.review_months)
    return values


def adopt_model(city: City, cast: Cast, town: PracticePeople, cohort: Cohort, day: date) -> None:
    """The forum adopted the model of this cohort at a meeting of its own."""
    version = ModelVersion.objects.get(cohort=cohort)
    for to in (ModelVersion.State.IN_CONSULTATION, ModelVersion.State.REVISING):
        move_version(version, actor=cast.facilitator, to=to)
    charter = Charter.objects.select_related("city", "group").get()
    meeting = _hold_past(charter, city, town, (city.today() - day).days, ())
    kind = AGENDA[MODEL]
    matter = words.Matter(write_in_languages(lambda: kind.name(version)), words.ADOPTED)
    held_on = meeting.session.starts_at.astimezone(city.zone).date()
    record = {"record_kind": MODEL, "record_id": version.pk}
    decision = _take_past(meeting, town, held_on, matter, position=1, **record)
    adopt_version(version, decision, cast.director)


def plan_next(city: City, cast: Cast) -> None:
    """What waits now: reviews, overrides, milestones, models, a matter from a cohort, and a meeting to come."""
    charter = Charter.objects.select_related("city", "group", "body__program").get()
    call_reviews()
    day = city.today() + NEXT_IN_DAYS * DAY
    while day.weekday() in {4, 5}:
        day += DAY
    times = {"starts_at": _local_moment(city, day, 16), "ends_at": _local_moment(city, day, 18)}
    cohort = Cohort.objects.filter(stage=2).first()
    if cohort is not None:
        send_up(AGENDA["cohort"], cohort, actor=cast.facilitator, words=words.SENT)
    meeting = plan_meeting(
        charter,
        actor=cast.director,
        title=words.NEXT,
        plan={},
        place="אולם העירייה",
        link="",
        takes_agenda=False,
        **times,
    )
    schedule_session(meeting.session, actor=cast.director)
    build_agenda(charter)
    for title, text in (words.PROPOSED, words.OPEN, words.WITHDRAWN):
        item = add_item(charter, actor=cast.director, title=title)
        propose_decision(item, actor=cast.director, words=text)
        if title == words.WITHDRAWN[0]:
            drop_item(item, actor=cast.director, reason=words.WHY_WITHDRAWN)
        elif title == words.OPEN[0]:
            # Put to the last meeting, which had no time left for it.
            Decision.objects.filter(item=item).update(state=State.OPEN)
