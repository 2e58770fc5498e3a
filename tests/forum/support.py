"""A forum with seats in four sectors, and meetings that are held."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from forum.actions.agenda import add_item
from forum.actions.decisions import decide_item
from forum.actions.meetings import plan_meeting
from forum.actions.seats import give_seat
from forum.models import AgendaItem, Charter, Decision, Meeting, Seat
from meetings.actions.attendance import mark_attendance
from meetings.actions.sessions import schedule_session, start_session
from meetings.models import Session
from tests.factories import MembershipFactory, OrganisationFactory, ProfileFactory, ProgramFactory, in_days


def make_charter(**about: Any) -> Charter:
    """The forum of five years that were signed."""
    program = ProgramFactory(signed=True, **about)
    found: Charter = Charter.objects.select_related("city", "group", "body__program").get(body__program=program)
    return found


def seat_person(charter: Charter, sector: int = 1, *, actor: Any = None, **more: Any) -> Seat:
    """A resident with an account has a seat of this sector for two years."""
    profile = more.pop("profile", None) or ProfileFactory(user=MembershipFactory(city=charter.city).user)
    fields = {"organisation": OrganisationFactory(sector=sector), "role": "member", "starts_on": in_days(-30)}
    return give_seat(charter, profile, actor=actor, **{**fields, "sector": sector, "ends_on": in_days(700), **more})


def seat_four(charter: Charter, sectors: Sequence[int] = (1, 2, 3, 4)) -> list[Seat]:
    """A seat of each sector; the first leads."""
    return [seat_person(charter, sector, role="chair" if not n else "member") for n, sector in enumerate(sectors)]


def plan_next(charter: Charter, *, actor: Any = None, days: int = 0, takes_agenda: bool = False) -> Meeting:
    """A meeting that can be opened now, or is some days ahead."""
    starts = timezone.now() + timedelta(days=days, minutes=30)
    title = {"en": "Quarterly meeting", "he": "ישיבה רבעונית", "ar": "لقاء ربع سنوي"}
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    times = {**times, "takes_agenda": takes_agenda}
    return plan_meeting(charter, actor=actor, title=title, plan={}, place="Town hall", link="", **times)


def hold_meeting(charter: Charter, seats: Iterable[Seat] = (), *, actor: Any = None) -> Meeting:
    """A meeting under way, at which these seats are present."""
    meeting = plan_next(charter, actor=actor)
    schedule_session(meeting.session, actor=actor)
    start_session(meeting.session, actor=actor)
    for seat in seats:
        mark_attendance(meeting.session, seat.profile, actor=actor, status="present")
    return Meeting.objects.select_related("charter__city", "city", "session__group").get(pk=meeting.pk)


def end_now(meeting: Meeting) -> None:
    """Its time has begun, so that it can be recorded."""
    Session.objects.filter(pk=meeting.session_id).update(starts_at=timezone.now() - timedelta(minutes=5))
    meeting.session.refresh_from_db()


def write_item(charter: Charter, title: str = "A library that is open at night", *, actor: Any = None) -> AgendaItem:
    """A matter on the agenda."""
    return add_item(charter, actor=actor, title={"en": title})


def decide(item: AgendaItem, *, actor: Any, **more: Any) -> Decision:
    """The forum has said something about it."""
    fields = {
        "words": {"en": "We open it on two evenings"},
        "method": "consent",
        "dissent": {},
        "review_on": in_days(300),
    }
    people = {"acts_profile": None, "acts_organisation": None, "act_by": None}
    return decide_item(item, actor=actor, **{**fields, **people, **more})
