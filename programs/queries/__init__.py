"""Read-only questions about the program and its indicators."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from educities.tenancy.kept_queries import Given, KeptQuery
from programs.models import Indicator, IndicatorValue, Milestone, Program, ProgramYear, YearReview
from programs.queries.national import find_national
from programs.values import scoring
from programs.values.flags import BREAK
from stakeholders.values import school_year_of

Series = IndicatorValue.Series
FIRST_OF_ALL = 0


@dataclass
class Figures:
    """The figures of one indicator, by series and school year. `newer`: one that waits behind the confirmed ones."""

    indicator: Indicator
    rows: dict[tuple[str, int], IndicatorValue] = field(default_factory=dict)
    newer: IndicatorValue | None = None
    # The network's averages of the very same definition; they stand before what the city itself entered.
    national: dict[int, Decimal] = field(default_factory=dict)

    def confirmed(self) -> "Figures":
        """Only what somebody stands by; a later measured figure that still waits is kept beside, as `newer`."""
        kept = {key: row for key, row in self.rows.items() if row.state == IndicatorValue.State.CONFIRMED}
        found = Figures(self.indicator, kept, national=self.national)
        if self.latest is not None and self.latest != found.latest:
            found.newer = self.rows[Series.ACTUAL, self.latest]
        return found

    def without_drafts(self) -> "Figures":
        """What somebody has handed over, or stands by."""
        kept = {key: row for key, row in self.rows.items() if row.state != IndicatorValue.State.DRAFT}
        return Figures(self.indicator, kept, national=self.national)

    def until(self, period: int) -> "Figures":
        """The figures up to this school year: what could be said of it, whatever came later."""
        kept = {key: row for key, row in self.rows.items() if key[1] <= period}
        return Figures(
            self.indicator, kept, national={year: value for year, value in self.national.items() if year <= period}
        )

    def of(self, series: str) -> dict[int, Decimal]:
        """`{school year: value}` of one series."""
        own = {period: row.value for (name, period), row in self.rows.items() if name == series}
        return dict(sorted((own | self.national if series == Series.BENCHMARK else own).items()))

    @property
    def actual(self) -> dict[int, Decimal]:
        return self.of(Series.ACTUAL)

    @property
    def submitted(self) -> "list[IndicatorValue]":
        """The figures that wait to be confirmed."""
        return [row for row in self.rows.values() if row.state == IndicatorValue.State.SUBMITTED]

    @property
    def latest(self) -> int | None:
        """The last school year with a measured figure."""
        return max(self.actual, default=None)

    @property
    def baseline(self) -> Decimal | None:
        """The figure from which the program counts: the first one given as a baseline."""
        given = self.of(Series.BASELINE)
        return given[min(given)] if given else None

    def find_due(self, today_year: int) -> int | None:
        """The newest school year whose figure is known by now and was not entered; None with nothing to enter.

        `today_year`: the school year of today, which has no figure yet. Nothing is due before the first figure.
        """
        known = today_year - 1 - self.indicator.lag_years
        step = 2 if self.indicator.cadence == Indicator.Cadence.TWO_YEARLY else 1
        return known if self.latest is not None and known >= self.latest + step else None

    @property
    def breaks(self) -> list[int]:
        """The school years from which the figures are counted differently, by a note or by a remark beside a figure."""
        flagged = {year for (name, year), row in self.rows.items() if name == Series.ACTUAL and BREAK in row.flags}
        return sorted({*self.indicator.breaks, *flagged})

    def first_alike(self, year: int) -> int:
        """The first school year that is counted as `year` is: none before it can be compared with it."""
        return max((one for one in self.breaks if one <= year), default=FIRST_OF_ALL)

    def start(self, year: int) -> "tuple[int, Decimal, bool]":
        """The year and the figure with which that of `year` is compared, True for the baseline.

        Without a baseline of an earlier year that was counted alike it is the first measured figure that was.
        """
        given, alike = self.of(Series.BASELINE), self.first_alike(year)
        if given and alike <= min(given) < year:
            return min(given), given[min(given)], True
        first = min(one for one in self.actual if one >= alike)
        return first, self.actual[first], False

    def standing(self) -> "Standing | None":
        """Where the city stands in the last measured year; None without any figure.

        National averages come late: the city is compared in the last year that has both figures.
        """
        year = self.latest
        if year is None:
            return None
        better_up = self.indicator.direction != Indicator.Direction.DOWN
        value, target = self.actual[year], self.of(Series.TARGET)
        since, first, is_from_baseline = self.start(year)
        alike = self.first_alike(year)
        both = scoring.comparable_years(self.actual, self.of(Series.BENCHMARK))
        comparable = [one for one in both if one >= alike]
        # A target is reached from where the same thing was counted.
        begun = self.baseline if min(self.of(Series.BASELINE), default=year) >= alike else None
        gaps = [self._gap(one, better_up) for one in comparable]
        return Standing(
            year=year,
            value=value,
            compared=comparable[-1] if comparable else None,
            gap=gaps[-1] if gaps else None,
            closed=self._closed_share(gaps),
            change=value - first if since < year else None,
            since=since,
            is_from_baseline=is_from_baseline,
            target=target.get(year),
            progress=scoring.target_progress(begun, value, target[max(target)] if target else None),
            has_better=self.has_better,
        )

    @property
    def has_better(self) -> bool:
        """Is one way of changing better than the other?"""
        return self.indicator.direction != Indicator.Direction.NONE

    def _closed_share(self, gaps: list[Decimal | None]) -> Decimal | None:
        """None where neither more nor less is better: there is no gap to close."""
        if len(gaps) < 2 or not self.has_better:
            return None
        return scoring.gap_closed_share(gaps[0], gaps[-1])

    def _gap(self, year: int, better_up: bool) -> Decimal | None:
        benchmark = self.of(Series.BENCHMARK).get(year)
        return scoring.benchmark_gap(self.actual.get(year), benchmark, more_is_better=better_up)


@dataclass(frozen=True)
class Standing:
    """The last year's figure, and the gap to the national average in the last year that has both (`compared`).

    `gap` is positive when the city is better, or is above where neither is. `closed`: share of the first shortfall closed by then; `change`: points
    since the baseline (`is_from_baseline`), or the first measured year.
    """

    year: int
    value: Decimal
    compared: int | None
    gap: Decimal | None
    closed: Decimal | None
    change: Decimal | None
    since: int
    is_from_baseline: bool
    target: Decimal | None
    progress: Decimal | None
    has_better: bool = True


def figures_of(indicators: list[Indicator]) -> list[Figures]:
    """The live figures of each indicator, in the order given. Two queries for all."""
    national = find_national(indicators)
    found = {one.pk: Figures(one, national=national.get(one.pk, {})) for one in indicators}
    for row in IndicatorValue.objects.live().filter(indicator__in=[indicator.pk for indicator in indicators]):
        found[row.indicator_id].rows[row.series, row.period] = row
    return [found[indicator.pk] for indicator in indicators]


MAIN_FIGURES = KeptQuery(
    lambda: IndicatorValue.objects.live().filter(indicator__is_main=True).select_related("indicator")
)


def main_figures() -> Figures | None:
    """The live figures of the city's main indicator; None without any. One query, one more for the nation."""
    rows = MAIN_FIGURES.ask()
    if not rows:
        return None
    main = rows[0].indicator
    found = {(row.series, row.period): row for row in rows}
    return Figures(main, found, national=find_national([main]).get(main.pk, {}))


def live_program() -> Program | None:
    """The program that the city plans or runs now, with its years and milestones. At most three queries."""
    return Program.objects.live().prefetch_related("years__milestones").first()


LIVE_FIRST = Case(When(state__in=Program.LIVE, then=0), default=1)
LAST_PROGRAM = KeptQuery(lambda: Program.objects.order_by(LIVE_FIRST, "-starts_on", "-pk")[:1])


YEARS = KeptQuery(lambda: ProgramYear.objects.filter(program=Given("program")))


def _years_of_last_program() -> QuerySet[ProgramYear]:
    reviews = YearReview.objects.filter(year=OuterRef("pk")).order_by("-version").values("state")
    last = Program.objects.order_by(LIVE_FIRST, "-starts_on", "-pk").values("pk")
    years = ProgramYear.objects.filter(program=Subquery(last[:1])).select_related("program")
    return years.annotate(review_state=Subquery(reviews[:1]))


LAST_YEARS = KeptQuery(_years_of_last_program)
MILESTONES = KeptQuery(lambda: Milestone.objects.filter(year__in=Given("years", many=True)))


def last_program() -> Program | None:
    """The live program; else the last one there was. One query."""
    return next(iter(LAST_PROGRAM.ask()), None)


def list_last_years() -> list[ProgramYear]:
    """The years of the live program, else of the last one, each with it and `review_state`, how its last review stands.

    One query; nothing where the city has no program.
    """
    years: list[ProgramYear] = LAST_YEARS.ask()
    for year in years:
        year.program = years[0].program
    return years


def list_years(program: Program) -> list[ProgramYear]:
    """The program's years from the first, each with the program. One query."""
    years: list[ProgramYear] = YEARS.ask(program=program.pk)
    for year in years:
        year.program = program
    return years


def list_milestones(years: Iterable[ProgramYear]) -> list[Milestone]:
    """The milestones of these years, year by year as they fall due, each with its year. One query."""
    by_number: dict[int, list[Milestone]] = {year.pk: [] for year in years}
    for one in MILESTONES.ask(years=list(by_number)):
        by_number[one.year_id].append(one)
    for year in years:
        for one in by_number[year.pk]:
            one.year = year
    return [one for found in by_number.values() for one in found]


def current_year(years: Iterable[ProgramYear], today: date) -> ProgramYear | None:
    """The year of a program in which today lies, or None."""
    return next((year for year in years if year.starts_on <= today <= year.ends_on), None)


def name_program_years() -> dict[int, str]:
    """What the city calls the school years of its program, by the year in which each begins: "Year 3 of 5". One query."""
    rows = ProgramYear.objects.filter(program__state__in=Program.LIVE).select_related("city")
    return {school_year_of(row.starts_on, row.city.school_year_start): str(row) for row in rows}


def list_due() -> dict[int, int]:
    """{number of the indicator: the school year whose figure is due}, in the scope's city. Three queries."""
    rows = list(Indicator.objects.select_related("city"))
    dues = {
        figures.indicator.pk: figures.find_due(figures.indicator.city.school_year()) for figures in figures_of(rows)
    }
    return {pk: year for pk, year in dues.items() if year is not None}
