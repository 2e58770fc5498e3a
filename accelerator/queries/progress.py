"""How far teachers are: presence in each year, hours, what lacks. As many queries for one teacher as for thirty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from accelerator.models import Enrolment, Observation, Pair, Project, TeacherReflection, Term, Visit
from accelerator.values import LEAST_PRESENCE, MOST_VISITS, OBSERVATIONS, is_enough
from cities.models import City
from meetings.models import Attendance, Session


@dataclass
class YearProgress:
    """One of the two years: sessions that were held, those at which the teacher was, those made good by a visit."""

    number: int
    held: int = 0
    attended: int = 0
    made_good: int = 0
    hours: Decimal = Decimal(0)
    is_over: bool = False

    @property
    def there(self) -> int:
        """Sessions that count as attended."""
        return self.attended + self.made_good

    @property
    def percent(self) -> int:
        """The share of the held sessions, rounded down: 79.9 is not 80."""
        return self.there * 100 // self.held if self.held else 0

    @property
    def is_enough(self) -> bool:
        """Four of five sessions."""
        return is_enough(self.there, self.held)

    @property
    def is_done(self) -> bool:
        """Over, with enough presence."""
        return self.is_over and self.is_enough

    @property
    def least(self) -> int:
        """What is needed, in percent."""
        return LEAST_PRESENCE


@dataclass
class Progress:
    """One teacher's way."""

    years: list[YearProgress] = field(default_factory=lambda: [YearProgress(1), YearProgress(2)])
    has_project: bool = False
    is_reported: bool = False
    observations: int = 0
    unwritten: int = 0
    reflections: int = 0

    @property
    def may_graduate(self) -> bool:
        """Presence in each year, the project reported, two observations: all of it (invariant 48)."""
        years = all(year.is_done for year in self.years)
        return years and self.is_reported and self.observations >= OBSERVATIONS

    @property
    def hours(self) -> Decimal:
        """Recognised hours of both years."""
        return sum((year.hours for year in self.years), Decimal(0))


@dataclass
class HeldSession:
    """A session of an intake with the year in which it lies."""

    session: Session
    year: int

    @property
    def hours(self) -> Decimal:
        """How long it was."""
        return Decimal(int((self.session.ends_at - self.session.starts_at).total_seconds())) / 3600


def find_year(terms: Sequence[Term], moment: datetime, city: City) -> int | None:
    """The year of the term in which the moment lies, as the city's clocks show it; None outside the four terms."""
    day = moment.astimezone(city.zone).date()
    return next((term.year for term in terms if term.starts_on <= day <= term.ends_on), None)


def read_sessions(numbers: Iterable[int], city: City) -> dict[int, tuple[list[Term], list[HeldSession]]]:
    """Of each intake its terms and its sessions but the cancelled ones. Two queries."""
    terms: dict[int, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(accelerator__in=list(numbers)).order_by("number"):
        terms[term.accelerator_id].append(term)
    rows = Session.objects.filter(group__accelerator__in=list(terms)).exclude(state=Session.State.CANCELLED)
    found: dict[int, list[HeldSession]] = defaultdict(list)
    for session in rows.order_by("starts_at").select_related("group"):
        accelerator = session.group.owner.pk
        year = find_year(terms[accelerator], session.starts_at, city)
        if year is not None:
            found[accelerator].append(HeldSession(session, year))
    return {number: (rows_of, found[number]) for number, rows_of in terms.items()}


def _is_year_over(year: int, terms: Sequence[Term], sessions: Sequence[HeldSession], city: City) -> bool:
    """Has its last term begun, and is every session of the year recorded?"""
    begun = any(term.year == year and term.number % 2 == 0 and term.starts_on <= city.today() for term in terms)
    return begun and all(one.session.state == Session.State.RECORDED for one in sessions if one.year == year)


def list_progress(rows: Sequence[Enrolment], city: City) -> dict[int, Progress]:
    """How far each of these teachers is, by the number of the enrolment. Nine queries, however many they are."""
    of_year = {row.pk: {1: row.first_year_with_id or row.accelerator_id, 2: row.accelerator_id} for row in rows}
    sessions = read_sessions({number for years in of_year.values() for number in years.values()}, city)
    marks = Attendance.objects.there().filter(
        session__group__accelerator__in=list(sessions), profile__in=[row.profile_id for row in rows]
    )
    there = set(marks.values_list("session_id", "profile_id"))
    visits = set(Visit.objects.filter(enrolment__in=list(of_year)).values_list("enrolment_id", "session_id"))
    found = _read_portfolios(list(of_year))
    for row in rows:
        progress = found[row.pk]
        for year in progress.years:
            terms, held = sessions[of_year[row.pk][year.number]]
            year.is_over = _is_year_over(year.number, terms, held, city)
            _count_year(year, held, row, there, visits)
    return found


def find_beginning(row: Enrolment, year: int) -> datetime | None:
    """Since when the teacher has had a place in the intake in which a year counts: what was before counts for nobody."""
    is_other = year == 1 and row.first_year_with_id not in {None, row.accelerator_id}
    return row.enrolled_at if is_other else row.moved_at or row.enrolled_at


def _is_before(session: Session, row: Enrolment, year: int) -> bool:
    """Was the session over before the teacher had the place?"""
    begins = find_beginning(row, year)
    return begins is None or session.ends_at <= begins


def _is_while_deferred(session: Session, row: Enrolment) -> bool:
    """Is it of the days in which the place rests? A teacher who is not expected misses nothing."""
    return (
        row.state == Enrolment.State.DEFERRED and row.deferred_at is not None and session.starts_at >= row.deferred_at
    )


def _read_portfolios(numbers: Sequence[int]) -> dict[int, Progress]:
    """Project, observations and reflections of each of these enrolments. Five queries."""
    found = {number: Progress() for number in numbers}
    for number, day in Project.objects.filter(enrolment__in=numbers).values_list("enrolment_id", "reported_on"):
        found[number].has_project, found[number].is_reported = True, day is not None
    answered = Observation.objects.filter(host__in=numbers, answered_on__isnull=False).order_by()
    for number, n in answered.values_list("host_id").annotate(n=Count("pk")):
        found[number].observations = n
    for number, n in (
        TeacherReflection.objects.filter(enrolment__in=numbers)
        .order_by()
        .values_list("enrolment_id")
        .annotate(n=Count("pk"))
    ):
        found[number].reflections = n
    _count_unwritten(found)
    return found


def _count_unwritten(found: dict[int, Progress]) -> None:
    """How many of each teacher's own visits are not written down. Two queries."""
    pairs = Pair.objects.filter(Q(first__in=list(found)) | Q(second__in=list(found)))
    written = set(Observation.objects.filter(observer__in=list(found)).values_list("pair_id", "observer_id"))
    for pair, *both in pairs.values_list("pk", "first_id", "second_id"):
        for number in both:
            if number in found and (pair, number) not in written:
                found[number].unwritten += 1


def _count_year(
    year: YearProgress,
    sessions: Sequence[HeldSession],
    row: Enrolment,
    there: set[tuple[int, int]],
    visits: set[tuple[int, int]],
) -> None:
    for one in sessions:
        is_counted = one.year == year.number and one.session.state == Session.State.RECORDED
        if not is_counted or _is_while_deferred(one.session, row):
            continue
        is_before = _is_before(one.session, row, year.number)
        was_there = not is_before and (one.session.pk, row.profile_id) in there
        is_made_good = not was_there and (row.pk, one.session.pk) in visits
        year.held += 1
        year.attended += was_there
        year.made_good += is_made_good
        year.hours += one.hours if was_there or is_made_good else Decimal(0)


def list_missed_sessions(row: Enrolment) -> list[HeldSession]:
    """The recorded sessions at which the teacher was not and that a visit can still make good: at most two a year."""
    city = row.city
    found = read_sessions({row.first_year_with_id or row.accelerator_id, row.accelerator_id}, city)
    own = Attendance.objects.there().filter(profile=row.profile_id, session__group__accelerator__in=list(found))
    there = set(own.values_list("session_id", flat=True))
    made = set(row.visits.values_list("session_id", flat=True))
    missed = []
    for year, accelerator in ((1, row.first_year_with_id or row.accelerator_id), (2, row.accelerator_id)):
        held = [one for one in found[accelerator][1] if one.year == year]
        if sum(one.session.pk in made for one in held) < MOST_VISITS:
            missed += [
                one
                for one in held
                if one.session.state == Session.State.RECORDED
                and one.session.pk not in made
                and (one.session.pk not in there or _is_before(one.session, row, year))
            ]
    return missed
