"""The program rests and goes on: all that follows comes so many days later, and what was planned first stays on record."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cities.models import Membership, Role
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.day_words import format_days
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.rows import lock_row
from educities.kit.signs import count_seen, tidy_signs
from programs import verbs
from programs.models import Intake, Milestone, Program, ProgramYear, Suspension
from programs.queries import current_year
from programs.queries.contract import has_steward
from programs.rules import is_steward

# So many days before today a rest can begin at the earliest.
BACKWARDS_DAYS = 14
ShiftRows = Callable[[Program, date, timedelta, User | None], None]
PROGRAM_SHIFTED: Hook[ShiftRows] = Hook(
    "programs.program_shifted",
    "Called in the act's transaction when a suspension ends: (program, its first day, by how much what follows is later, who resumed it).",
)


@transaction.atomic
def suspend_program(
    program: Program, *, actor: User, starts_on: date, reason: str, expected_until: date | None = None
) -> Suspension:
    """The program rests from that day on. Directors and the steward read why.

    With `expected_until`, its last day of rest, it goes on by itself on the day after.
    """
    locked = lock_row(program)
    if refusal := describe_why_not_suspended(locked):
        raise DomainError(refusal, code="programs.not_suspended")
    if not count_seen(reason):
        raise DomainError(_("Say why the program is suspended."), code="programs.reason_missing", field="reason")
    _check_first_day(program, starts_on, actor)
    if expected_until is not None and expected_until < program.city.today():
        text = _("This day is over. Choose a day from today on, or leave it open.")
        raise DomainError(text, code="programs.suspension_until", field="expected_until")
    program.move(Program.State.SUSPENDED)
    row = Suspension.objects.create(
        program=program, starts_on=starts_on, expected_until=expected_until, reason=tidy_signs(reason)
    )
    told = _list_leads(program, actor)
    record(verbs.PROGRAM_SUSPENDED, program, actor=actor, notify=told, reason=reason, since=starts_on.isoformat())
    return row


@transaction.atomic
def resume_program(program: Program, *, actor: User | None, on: date | None = None) -> Program:
    """The program goes on, today or `on` a day before: years, milestones and intakes that follow come later by its rest."""
    locked = lock_row(program)
    if refusal := describe_why_not_resumed(locked):
        raise DomainError(refusal, code="programs.not_resumed")
    row = Suspension.objects.get(program=program, resumed_on=None)
    row.resumed_on = on or max(program.city.today(), row.starts_on)
    program.move(Program.State.ACTIVE)
    row.save(update_fields=["resumed_on"])
    if row.days:
        _shift_years(program, row)
        _shift_milestones(program, row)
        for answer in PROGRAM_SHIFTED:
            answer(program, row.starts_on, timedelta(days=row.days), actor)
    verb = verbs.PROGRAM_RESUMED if row.days else verbs.PROGRAM_RESUMED_AT_ONCE
    record(verb, program, actor=actor, notify=_list_leads(program, actor), days=row.days)
    return program


def resume_when_due(program: Program, today: date) -> None:
    """A rest whose last day was known and is over has ended on the day after it, whenever this is looked at."""
    row = Suspension.objects.filter(program=program, resumed_on=None, expected_until__lt=today).first()
    if program.state == Program.State.SUSPENDED and row is not None and row.expected_until is not None:
        resume_program(program, actor=None, on=row.expected_until + timedelta(days=1))


def shift_intakes(program: Program, since: date, by: timedelta, _actor: User | None) -> None:
    """Intakes that have not ended on that day end so much later, and begin later if they had not begun."""
    following = Intake.objects.filter(program=program, ends_on__gte=since)
    following.filter(starts_on__gte=since).update(starts_on=F("starts_on") + by)
    following.update(ends_on=F("ends_on") + by)


def describe_why_not_suspended(program: Program) -> str:
    """Why the program cannot rest now, in a sentence; "" when it can."""
    if program.is_ended:
        return _("This program has ended. It stays on record as it was.")
    if program.state == Program.State.SUSPENDED:
        return _("The program is suspended already.")
    return "" if program.state == Program.State.ACTIVE else _("A program can be suspended once it has begun.")


def describe_why_not_resumed(program: Program) -> str:
    """Why the program cannot go on, in a sentence; "" when it rests."""
    return "" if program.state == Program.State.SUSPENDED else _("The program is not suspended.")


def may_suspend_backwards(program: Program, actor: User) -> bool:
    """May this person let a rest begin before today? The steward may; a city without one has only its director."""
    return is_steward(actor, program) or not has_steward(program)


def find_first_days(program: Program, actor: User) -> tuple[date, date] | None:
    """From which day to which this person can let a suspension begin now; None when no year is open.

    It shifts what is due from its first day on, so a day of before today needs the steward: what is overdue would be so no
    more.
    """
    today = program.city.today()
    year = current_year(program.years.all(), today)
    if year is None or year.state != ProgramYear.State.OPEN:
        return None
    last = program.suspensions.exclude(resumed_on=None).order_by("-resumed_on").first()
    back = BACKWARDS_DAYS if may_suspend_backwards(program, actor) else 0
    first = max(year.starts_on, today - timedelta(days=back))
    return max(first, last.resumed_on) if last and last.resumed_on else first, today


def _check_first_day(program: Program, starts_on: date, actor: User) -> None:
    days = find_first_days(program, actor)
    if days is None:
        raise DomainError(_("No year of the program is open today."), code="programs.not_suspended")
    if not days[0] <= starts_on <= days[1]:
        text = (
            _("Choose a date from %(first)s to %(last)s.")
            if days[0] < days[1]
            else _("It begins today. Only the network steward can let it begin earlier.")
        )
        said = dict(zip(("first", "last"), format_days(*days), strict=True))
        raise DomainError(text % said, code="programs.suspension_first", field="starts_on")


def _shift_years(program: Program, row: Suspension) -> None:
    by = timedelta(days=row.days)
    years = ProgramYear.objects.filter(program=program)
    years.filter(starts_on__gt=row.starts_on).update(starts_on=F("starts_on") + by, ends_on=F("ends_on") + by)
    running = years.filter(starts_on__lte=row.starts_on, ends_on__gte=row.starts_on)
    running.update(ends_on=F("ends_on") + by, suspended_days=F("suspended_days") + row.days)


def _shift_milestones(program: Program, row: Suspension) -> None:
    """What follows has another day, unless it is settled: what was reached or dropped keeps the day that it had."""
    following = Milestone.objects.filter(year__program=program, due_on__gte=row.starts_on).exclude(
        state__in=[Milestone.State.REACHED, Milestone.State.DROPPED]
    )
    following.update(due_on=F("due_on") + timedelta(days=row.days))


def _list_leads(program: Program, actor: User | None) -> list[User]:
    leads = Membership.objects.current().filter(city_id=program.city_id, role__in=[Role.DIRECTOR, Role.STEWARD])
    return [held.user for held in leads.select_related("user") if held.user != actor]
