"""What the pages of the accelerator list."""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accelerator.models import Accelerator, Enrolment
from accelerator.queries.progress import Progress, list_progress
from accelerator.rules import COMES
from cities.models import City, Membership, Role
from educities.accounts.models import Person
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from programs.models import Intake, Program, ProgramYear
from stakeholders.models import Profile

State = Enrolment.State


class Line(NamedTuple):
    """A teacher of an intake, with the place in the order and how far they are."""

    row: Enrolment
    progress: Progress
    place: int = 0

    @property
    def goes_on(self) -> bool:
        """Does the teacher come to sessions now?"""
        return self.row.state in COMES


def list_unopened() -> QuerySet[Intake]:
    """Intakes of the running five years whose call was not opened yet."""
    opened = Accelerator.objects.filter(intake=OuterRef("pk"))
    rows: QuerySet[Intake] = Intake.objects.filter(program__state__in=Program.LIVE).exclude(Exists(opened))
    return rows.select_related("city").order_by("starts_on")


def find_next_start(city: City) -> date:
    """When a further intake would begin: with the next school year in which none of the running five years does."""
    year = city.school_year() + 1
    taken = {city.school_year(day) for day in list_starts()}
    while year in taken:
        year += 1
    return date(year, city.school_year_start, 1)


def find_last_day(program: Program | None) -> date | None:
    """The last day of the five years; None without any. One query."""
    days = ProgramYear.objects.filter(program=program) if program else ProgramYear.objects.none()
    return days.aggregate(last=Max("ends_on"))["last"]  # type: ignore[no-any-return]


def list_starts() -> list[date]:
    """The first days of the intakes of the running five years. One query."""
    return list(Intake.objects.filter(program__state__in=Program.LIVE).values_list("starts_on", flat=True))


def find_leaders(city: City) -> list[Profile]:
    """Who could lead an intake: those who work in the city as facilitators and have a profile."""
    held = Membership.objects.current().filter(city_id=city.pk, role=Role.FACILITATOR).values("user_id")
    return list(Profile.objects.filter(user__in=held).order_by("display_name"))


def count_states(row: Accelerator) -> list[tuple[str, int]]:
    """How many are in each state, without those of which there are none."""
    counted = Counter(row.enrolments.values_list("state", flat=True))
    has_begun = row.intake.starts_on <= row.city.today()
    # The words of the list of teachers: who has come for a year has more than a place.
    named = {State.ENROLLED: _("In the first year"), State.YEAR1_DONE: _("In the second year")} if has_begun else {}
    return [(named.get(state, str(state.label)), counted[state]) for state in State if counted[state]]


def find_acts(row: Accelerator) -> dict[str, bool]:
    """Which acts for many at once have somebody whom they concern now: of an intake that is still to begin only places are given."""
    today = row.city.today()
    waiting = set(row.enrolments.values_list("state", flat=True))
    states = waiting if row.intake.starts_on <= today else set()
    return {
        "first_year": State.ENROLLED in states,
        "graduate": State.YEAR1_DONE in states,
        "pairs": bool(states & COMES) and today <= row.intake.ends_on,
        "enrol": State.HEAD_APPROVED in waiting and not row.is_full,
    }


def _name_groups(row: Accelerator) -> tuple[str, str]:
    """What those who are enrolled do now, and what those wait for to whom their head has agreed."""
    begins = row.intake.starts_on
    has_begun = begins <= row.city.today()
    enrolled = _("In the first year") if has_begun else _("Enrolled: the first day is %(day)s")
    waits = _("Waiting for a place, in order") if row.is_full else _("Waiting for the city’s decision, in order")
    return enrolled % {"day": format_day(begins)}, waits


def list_lines(row: Accelerator) -> list[tuple[str, list[Line]]]:
    """The teachers of an intake by what they wait for; who waits for a place stands in the order in which they applied."""
    rows = list(row.enrolments.with_names().order_by("applied_at", "pk"))
    found = list_progress(rows, row.city)
    enrolled, waits = _name_groups(row)
    groups = (
        (_("In the second year"), (State.YEAR1_DONE,)),
        (enrolled, (State.ENROLLED,)),
        (_("Deferred: the place is kept"), (State.DEFERRED,)),
        (waits, (State.HEAD_APPROVED,)),
        (_("Waiting for the head of school"), (State.APPLIED,)),
        (_("Graduated"), (State.GRADUATED,)),
        (_("Not taking part"), (State.DECLINED, State.WITHDRAWN)),
    )
    listed = []
    for label, states in groups:
        lines = [one for one in rows if one.state in states]
        listed.append((label, [Line(one, found[one.pk], place) for place, one in enumerate(lines, 1)]))
    return [(label, lines) for label, lines in listed if lines]


def list_tabs(row: Accelerator, user: Person, current: str, *, below: bool = False) -> list[dict[str, Any]]:
    """The pages of an intake that the reader may open; none where it is the first alone."""
    pages = [
        ("accelerator", _("The intake"), user.has_perm("accelerator.view_accelerator", row)),
        ("accelerator_teachers", _("Teachers"), user.has_perm("accelerator.lead_accelerator", row)),
        ("accelerator_sessions", _("Sessions"), user.has_perm("meetings.see_sessions_of_group", row.group)),
    ]
    shown = [(name, label) for name, label, may in pages if may]
    if len(shown) < 2:
        return []
    return [
        {
            "url": cached_reverse(name, row.city.slug, row.pk),
            "label": label,
            "current": ("true" if below else "page") if name == current else "",
        }
        for name, label in shown
    ]


def list_session_tabs(row: Accelerator, user: Person) -> list[dict[str, Any]]:
    """The pages of the intake above one of its sessions."""
    return list_tabs(row, user, "accelerator_sessions", below=True)
