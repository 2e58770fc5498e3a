"""What was promised and what arrived: whom to remind, and the sums by sector and school year."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, F, QuerySet, Sum, When

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from educities.kit.hooks import Hook
from stakeholders import verbs
from stakeholders.models import Commitment, Representation, Sector
from stakeholders.values import name_school_year, school_year_of

ProgramYears = Callable[[], Mapping[int, str]]
PROGRAM_YEARS: Hook[ProgramYears] = Hook(
    "stakeholders.program_years",
    "Asked where commitments are made and summed: () -> what the city calls a school year, by the year it begins in.",
)
YEARS_BEHIND, YEARS_AHEAD = 1, 2


def list_promisers(commitment: Commitment) -> list[User]:
    """Who is reminded: whoever promised it, while they may; else all who promise in the organisation's name today."""
    rows = Representation.objects.current().filter(organisation_id=commitment.organisation_id, may_commit=True)
    rows = rows.filter(profile__user__is_active=True).select_related("profile__user")
    users = {row.profile_id: row.profile.user for row in rows if row.profile.user}
    if commitment.promised_by_id in users:
        return [users[commitment.promised_by_id]]
    return list(users.values())


def is_entered_by_office(commitment: Commitment) -> bool:
    """Was it the city's office that wrote it down in the organisation's name?"""
    about = {"target_type": commitment._meta.label_lower, "target_id": str(commitment.pk)}
    return AuditEntry.objects.filter(verb=verbs.COMMITMENT_ENTERED.code, **about).exists()


def find_owing(commitment: Commitment) -> Iterable[User]:
    """Who still owes it: nobody once it is delivered or withdrawn."""
    return list_promisers(commitment) if commitment.is_open else []


def name_years(city: City, used: Iterable[int] = ()) -> dict[int, str]:
    """The school years one may promise for, and those that are used, the first first: "2026/27 · Year 3 of 5"."""
    now = school_year_of(city.today(), city.school_year_start)
    named = {year: name for answer in PROGRAM_YEARS for year, name in answer().items()}
    years = {*range(now - YEARS_BEHIND, now + YEARS_AHEAD + 1), *named, *used}
    return {year: " · ".join(filter(None, (name_school_year(year), named.get(year, "")))) for year in sorted(years)}


class Amount(NamedTuple):
    """How much was promised, and how much of it has arrived."""

    promised: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)

    def plus(self, other: "Amount") -> "Amount":
        """Both together."""
        return Amount(self.promised + other.promised, self.delivered + other.delivered)


@dataclass
class KindTotals:
    """What is counted in one unit: by sector in one school year, and in all of them by year."""

    kind: str
    unit: str
    by_sector: dict[int, Amount] = field(default_factory=dict)
    by_year: dict[int, Amount] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it is, and in what it is counted."""
        return f"{Commitment.Kind(self.kind).label} ({Commitment.Unit(self.unit).label})"

    @property
    def sectors(self) -> list[Amount]:
        """The four sectors in their order."""
        return [self.by_sector.get(sector, Amount()) for sector in Sector.values]

    @property
    def total(self) -> Amount:
        """All sectors together."""
        total = Amount()
        for amount in self.by_sector.values():
            total = total.plus(amount)
        return total


def sum_commitments(period: int) -> list[KindTotals]:
    """What was promised and delivered, by kind and unit. One query. What was withdrawn counts as far as it had arrived."""
    promised = Case(When(state=Commitment.State.WITHDRAWN, then=F("delivered")), default=F("quantity"))
    rows = (
        Commitment.objects.counted()
        .order_by("kind", "unit")
        .values("kind", "unit", "period", "organisation__sector")
        .annotate(promised=Sum(promised), arrived=Sum("delivered"))
    )
    found: dict[tuple[str, str], KindTotals] = {}
    for row in rows:
        totals = found.setdefault((row["kind"], row["unit"]), KindTotals(row["kind"], row["unit"]))
        amount = Amount(row["promised"], row["arrived"])
        year = row["period"]
        totals.by_year[year] = totals.by_year.get(year, Amount()).plus(amount)
        if year == period:
            totals.by_sector[row["organisation__sector"]] = amount
    return list(found.values())


def list_commitments() -> QuerySet[Commitment, Any]:
    """All of them with their organisation and who promised."""
    return Commitment.objects.select_related("organisation", "promised_by__user")
