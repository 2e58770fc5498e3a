"""The five years of a city."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import Membership, Role
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages, join_localised
from educities.kit.rows import apply_changes, refusing
from programs import verbs
from programs.actions.milestones import describe_why_year_stays
from programs.models import Forum, Indicator, IndicatorValue, Intake, Milestone, Program, ProgramYear
from programs.values import template
from programs.values.calendar import five_years, same_day

Year = ProgramYear.State
ONE_LIVE = gettext_lazy("The city already has a program. End it before you set up another one.")


def propose_program(*, starts_on: date, actor: User) -> Program:
    """Five years from `starts_on` are laid out with the method's milestones, not signed yet.

    A second one is refused while a program is proposed, signed, running or suspended.
    """
    if refusal := describe_why_not_proposed():
        raise DomainError(refusal, code="programs.one_live")
    with refusing("programs_one_live", text=str(ONE_LIVE), code="programs.one_live"):
        program = Program.objects.create(
            starts_on=starts_on, template_version=template.VERSION, predecessor=_last_completed()
        )
        _lay_out(program)
        record(verbs.PROGRAM_PROPOSED, program, actor=actor, starts_on=starts_on.isoformat())
    return program


def describe_why_not_proposed() -> str:
    """Why the city cannot set up a program now, in a sentence; "" when it can."""
    return str(ONE_LIVE) if Program.objects.live().exists() else ""


@transaction.atomic
def sign_program(program: Program, *, actor: User) -> Program:
    """The city stands by its five years; forum and intakes have their dates. It begins at once when its day is here."""
    program.move(Program.State.SIGNED, signed_at=timezone.now())
    years = list(program.years.all())
    Forum.objects.get_or_create(program=program, defaults={"starts_on": program.starts_on})
    Intake.objects.bulk_create(
        [
            Intake(
                program=program,
                number=number,
                starts_on=years[year - 1].starts_on,
                ends_on=years[min(year, 4)].ends_on,
            )
            for number, year in template.INTAKES
        ]
    )
    record(verbs.PROGRAM_SIGNED, program, actor=actor, starts_on=program.starts_on.isoformat())
    advance_program_years(program, actor=actor)
    return program


@transaction.atomic
def withdraw_program(program: Program, *, actor: User, reason: str) -> Program:
    """The program ends before its time; directors and steward read why. A new one may be laid out."""
    program.move(Program.State.TERMINATED)
    leads = Membership.objects.current().filter(city_id=program.city_id, role__in=[Role.DIRECTOR, Role.STEWARD])
    told = [held.user for held in leads.select_related("user") if held.user != actor]
    record(verbs.PROGRAM_TERMINATED, program, actor=actor, notify=told, reason=reason)
    return program


@transaction.atomic
def advance_program_years(program: Program, *, actor: User | None = None, today: date | None = None) -> int:
    """A signed program whose day has come runs; years that began are open, years that ended wait for their review.

    Safe to run twice. Returns how many years moved.
    """
    today = today or program.city.today()
    if program.state == Program.State.SIGNED and program.starts_on <= today:
        program.move(Program.State.ACTIVE)
        record(verbs.PROGRAM_STARTED, program, actor=actor)
    if program.state != Program.State.ACTIVE:
        return 0
    moved = 0
    for year in program.years.all():
        if year.state == Year.UPCOMING and year.starts_on <= today:
            moved += _move_year(year, Year.OPEN, actor)
        if year.state == Year.OPEN and year.ends_on < today and not year.was_reopened:
            moved += _move_year(year, Year.IN_REVIEW, actor)
    return moved


@transaction.atomic
def close_year(year: ProgramYear, *, actor: User, reason: str = "") -> ProgramYear:
    """The year's review is done; with the last year's, the program is completed.

    Needs the year's figures confirmed, or the reason why they are not available.
    """
    if refusal := describe_why_not_closed(year):
        raise DomainError(refusal, code="programs.year_not_closed")
    lacking = [] if reason else unconfirmed_indicators(year)
    if lacking:
        names = join_localised(lacking)
        raise DomainError(
            _("These have no confirmed figure of this year: %(names)s. Confirm them, or say why there is none.")
            % {"names": names},
            code="programs.figures_missing",
        )
    _move_year(year, Year.CLOSED, actor, reason=reason)
    if year.is_last:
        year.program.move(Program.State.COMPLETED)
    return year


@transaction.atomic
def reopen_year(year: ProgramYear, *, actor: User, reason: str) -> ProgramYear:
    """A year in review is open again; a closed one stays closed."""
    if refusal := describe_why_not_open_again(year):
        raise DomainError(refusal, code="programs.year_not_reopened")
    year.move(Year.OPEN, was_reopened=True)
    record(
        verbs.YEAR_MOVED,
        year,
        actor=actor,
        reason=reason,
        number=year.number,
        to=str(year.state),
        state=in_all_languages(year.State(year.state).label),
    )
    return year


@transaction.atomic
def change_focus(year: ProgramYear, *, actor: User, focus: dict[str, str]) -> ProgramYear:
    """The year's focus stands in these words."""
    if refusal := describe_why_year_stays(year):
        raise DomainError(refusal, code="programs.year_closed")
    changed = apply_changes(year, {"focus": focus})
    if changed:
        year.save(update_fields=changed)
        record(verbs.FOCUS_CHANGED, year, actor=actor, number=year.number, changed=changed)
    return year


def describe_why_not_signed(program: Program) -> str:
    """Why the program cannot be signed, in a sentence; "" when it can."""
    if program.is_ended:
        return _("This program has ended. It stays on record as it was.")
    return _("This program is signed already.") if program.is_signed else ""


def describe_why_not_closed(year: ProgramYear) -> str:
    """Why the year cannot be closed now, in a sentence; "" when it can."""
    if year.state == Year.CLOSED:
        return _("This year is closed already.")
    if year.program.is_ended:
        return str(describe_why_year_stays(year))
    return "" if year.can_be_closed else _("A year can be closed once its last day has passed.")


def describe_why_not_open_again(year: ProgramYear) -> str:
    """Why the year cannot be opened again, in a sentence; "" when it can."""
    if year.state == Year.CLOSED:
        return _("This year is closed. A closed year cannot be opened again.")
    return "" if year.state == Year.IN_REVIEW else _("This year is not waiting to be closed.")


def list_lacking_figures(year: ProgramYear) -> list[tuple[Any, bool]]:
    """The indicators that stand against closing the year; each with whether its figure waits to be confirmed."""
    period, lacking = year.city.school_year(year.starts_on), unconfirmed_indicators(year)
    entered = IndicatorValue.objects.filter(series=IndicatorValue.Series.ACTUAL, period=period, indicator__in=lacking)
    waiting = set(entered.values_list("indicator_id", flat=True))
    return [(indicator, indicator.pk in waiting) for indicator in lacking]


def unconfirmed_indicators(year: ProgramYear) -> list[Any]:
    """The indicators of the whole city without a confirmed figure of the school year in which `year` starts."""
    period = year.city.school_year(year.starts_on)
    confirmed = IndicatorValue.objects.confirmed().filter(series=IndicatorValue.Series.ACTUAL, period=period)
    return list(
        Indicator.objects.filter(kind=Indicator.Kind.POPULATION).exclude(pk__in=confirmed.values("indicator_id"))
    )


def _move_year(year: ProgramYear, to: str, actor: User | None, *, reason: str = "") -> int:
    year.move(to)
    record(
        verbs.YEAR_MOVED,
        year,
        actor=actor,
        reason=reason,
        number=year.number,
        to=str(to),
        state=in_all_languages(year.State(to).label),
    )
    return 1


def _last_completed() -> Program | None:
    return Program.objects.filter(state=Program.State.COMPLETED).first()


def _lay_out(program: Program) -> None:
    spans = five_years(program.starts_on)
    years = ProgramYear.objects.bulk_create(
        [
            ProgramYear(program=program, number=number, starts_on=first, ends_on=last, focus=template.FOCUS[number])
            for number, (first, last) in enumerate(spans, start=1)
        ]
    )
    rows = []
    for year in years:
        for line in template.lines_of(year.number):
            due = min(same_day(year.starts_on, months=line.months) - timedelta(days=1), year.ends_on)
            rows.append(Milestone(year=year, title=line.title, due_on=due, baseline_due_on=due))
    Milestone.objects.bulk_create(rows)
