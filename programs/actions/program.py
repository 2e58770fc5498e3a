"""The five years of a city."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City, CityCalendarDay
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages, join_localised, translate_plain
from educities.kit.rows import apply_changes, lock_row, refusing
from programs import verbs
from programs.actions.milestones import describe_why_year_stays
from programs.actions.signatures import lock_year, void_signatures
from programs.actions.suspensions import resume_when_due
from programs.imports.template import VERSION, load_lines
from programs.models import Indicator, IndicatorValue, Milestone, Program, ProgramYear
from programs.queries.reviews import has_confirmed_review
from programs.values.calendar import SABBATH_WEEKEND, SUNDAY_WEEKEND, five_years, same_day, working_day
from programs.values.template import FOCUS

Year = ProgramYear.State
ONE_LIVE = gettext_lazy("The city already has a program. End it before you set up another one.")


def propose_program(*, starts_on: date, actor: User, pace: str = Program.Pace.STEADY) -> Program:
    """Five years from `starts_on` are laid out with the method's milestones, not signed yet.

    A second one is refused while a program is proposed, signed, running or suspended. After a program that was
    completed it is a new one with a predecessor, and begins after that one's last day: there is no sixth year.
    """
    if refusal := describe_why_not_proposed():
        raise DomainError(refusal, code="programs.one_live")
    predecessor = _last_completed()
    _check_first_day(starts_on, predecessor)
    with refusing("programs_one_live", text=str(ONE_LIVE), code="programs.one_live"):
        program = Program.objects.create(
            starts_on=starts_on, template_version=VERSION, pace=pace, predecessor=predecessor
        )
        _lay_out(program)
        record(verbs.PROGRAM_PROPOSED, program, actor=actor, starts_on=starts_on.isoformat())
    return program


def _check_first_day(starts_on: date, predecessor: Program | None) -> None:
    last = predecessor.years.last() if predecessor else None
    if last and starts_on <= last.ends_on:
        text = _("The last program ends on %(day)s. The next one begins after it.") % {"day": format_day(last.ends_on)}
        raise DomainError(text, code="programs.before_predecessor", field="starts_on")


def describe_why_not_proposed() -> str:
    """Why the city cannot set up a program now, in a sentence; "" when it can."""
    return str(ONE_LIVE) if Program.objects.live().exists() else ""


@transaction.atomic
def advance_program_years(program: Program, *, actor: User | None = None, today: date | None = None) -> int:
    """A signed program whose day has come runs; years that began are open, years that ended wait for their review.

    Safe to run twice. Returns how many years moved.
    """
    today = today or program.city.today()
    # Who looked at the same moment waits here, and finds it done.
    program.state = lock_row(program).state
    resume_when_due(program, today)
    if program.state == Program.State.SIGNED and program.starts_on <= today:
        program.move(Program.State.ACTIVE)
        record(verbs.PROGRAM_STARTED, program, actor=actor)
    if program.state != Program.State.ACTIVE:
        return 0
    moved = 0
    _fit_to_calendar(program, today)
    # Read anew: a rest that has just ended moved them.
    for year in ProgramYear.objects.filter(program=program):
        if year.state == Year.UPCOMING and year.starts_on <= today:
            moved += _move_year(year, Year.OPEN, actor)
        if year.state == Year.OPEN and year.ends_on < today and not year.was_reopened:
            moved += _move_year(year, Year.IN_REVIEW, actor)
    return moved


@transaction.atomic
def close_year(year: ProgramYear, *, actor: User, reason: str = "") -> ProgramYear:
    """The year is over for good; with the last one the program is completed.

    Years are closed in order, once their review is confirmed, and when their figures are confirmed or it is said, here or in
    the review, why they are not available.
    """
    lock_year(year)
    if refusal := describe_why_not_closed(year):
        raise DomainError(refusal, code="programs.year_not_closed")
    reason = reason or find_explanation(year)
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
    lock_year(year)
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
    lock_year(year)
    if refusal := describe_why_year_stays(year):
        raise DomainError(refusal, code="programs.year_closed")
    changed = apply_changes(year, {"focus": focus})
    if changed:
        void_signatures(year.program, actor=actor)
        year.save(update_fields=changed)
        record(verbs.FOCUS_CHANGED, year, actor=actor, number=year.number, changed=changed)
    return year


def describe_why_not_closed(year: ProgramYear) -> str:
    """Why the year cannot be closed now, in a sentence; "" when it can."""
    if year.state == Year.CLOSED:
        return _("This year is closed already.")
    if year.program.is_ended:
        return str(describe_why_year_stays(year))
    if not year.can_be_closed:
        return _("A year can be closed once its last day has passed.")
    before = year.program.years.filter(number__lt=year.number).exclude(state=Year.CLOSED).first()
    if before is not None:
        return _("Years are closed in order. Close year %(number)s first.") % {"number": before.number}
    return "" if has_confirmed_review(year) else _("Its review has to be confirmed first.")


def describe_why_not_open_again(year: ProgramYear) -> str:
    """Why the year cannot be opened again, in a sentence; "" when it can."""
    if year.state == Year.CLOSED:
        return _("This year is closed. A closed year cannot be opened again.")
    if year.program.is_ended:
        return str(describe_why_year_stays(year))
    return "" if year.state == Year.IN_REVIEW else _("This year is not waiting to be closed.")


def find_explanation(year: ProgramYear) -> str:
    """Why figures of the year are missing, as its confirmed review says; "" when it says nothing."""
    review = year.reviews.first()
    return translate_plain(review.missing) if review else ""


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
    return Program.objects.filter(state__in=[Program.State.COMPLETED, Program.State.SUSTAINING]).first()


def _lay_out(program: Program) -> None:
    spans = five_years(program.starts_on)
    years = ProgramYear.objects.bulk_create(
        [
            ProgramYear(program=program, number=number, starts_on=first, ends_on=last, focus=FOCUS[number])
            for number, (first, last) in enumerate(spans, start=1)
        ]
    )
    by_number, find_day = {year.number: year for year in years}, _find_working_day(program.city, years)
    rows = []
    for code, line in load_lines().items():
        number, month = line.place(is_brisk=program.pace == Program.Pace.BRISK)
        year = by_number[number]
        due = find_day(min(same_day(year.starts_on, months=month) - timedelta(days=1), year.ends_on), year)
        rows.append(
            Milestone(
                year=year,
                title=line.title,
                due_on=due,
                baseline_due_on=due,
                owner_role=line.role,
                code=f"{VERSION}/{code}",
            )
        )
    Milestone.objects.bulk_create(rows)


def _find_working_day(city: City, years: list[ProgramYear]) -> Callable[[date, ProgramYear], date]:
    """The city's calendar of these years, read once: (day, its year) -> the next day on which nobody rests."""
    days = CityCalendarDay.objects.filter(date__range=(years[0].starts_on, years[-1].ends_on))
    rest = set(days.values_list("date", flat=True))
    weekend = SABBATH_WEEKEND if city.keeps_sabbath else SUNDAY_WEEKEND
    return lambda day, year: working_day(day, rest, weekend, year.starts_on, year.ends_on)


def _fit_to_calendar(program: Program, today: date) -> None:
    """A feast or a holiday that came into the calendar later moves what the template had put on it; its first day stays."""
    years = list(program.years.all())
    rows = Milestone.objects.filter(
        year__in=years, state__in=[Milestone.State.PLANNED, Milestone.State.AT_RISK], due_on__gt=today
    )
    rows = rows.filter(due_on=F("baseline_due_on")).exclude(code="")
    rows = rows.filter(due_on__in=CityCalendarDay.objects.filter(date__gt=today).values("date"))
    find_day = _find_working_day(program.city, years)
    for row in rows.select_related("year"):
        changed = apply_changes(row, {"due_on": find_day(row.due_on, row.year)})
        if changed:
            row.save(update_fields=changed)
            record(verbs.MILESTONE_CHANGED, row, actor=None, title=row.title, changed=changed)
