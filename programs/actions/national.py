"""The national averages, entered once for all cities of a country."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from cities.actions import invalidate_public_pages
from cities.models import City, Membership
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import InvalidValue
from educities.kit.signs import count_seen
from educities.tenancy.scope import city_scope
from programs import texts, verbs
from programs.actions.figures import Figure, check_jumps, resolve_figure
from programs.models import Indicator, IndicatorValue, NationalFigure
from programs.values.calendar import school_year
from programs.values.catalogue import Definition


@transaction.atomic
def enter_national(
    definition: Definition,
    country: str,
    figures: Mapping[int, Decimal],
    *,
    actor: User,
    source: str,
    sure: bool = False,
    removed: Iterable[int] = (),
    flags: Mapping[int, str] | None = None,
) -> int:
    """Every city of the country that measures this reads these averages beside its own figures.

    `figures`: {school year: average}; `removed`: school years that have none any more. A jump from one year to the
    next raises AskAgain unless `sure`. Returns how many averages changed; the history has each old and new one.
    """
    if figures and not count_seen(source):
        raise InvalidValue(_("Say where the figures are from."), code="programs.no_source", field="source")
    measured = Indicator(unit=definition.unit, numerator=definition.numerator, denominator=definition.denominator)
    wanted = {year: _resolve_average(measured, year, value) for year, value in figures.items()}
    with city_scope(None):
        rows = NationalFigure.objects.select_for_update().filter(
            catalogue_code=definition.code, definition_version=definition.version, country=country
        )
        before = {row.period: row for row in rows}
        said = flags or {}
        changed = {
            year: value
            for year, value in wanted.items()
            if year not in before or (before[year].value, before[year].flags) != (value, said.get(year, ""))
        }
        if not sure:
            check_jumps(measured, {year: row.value for year, row in before.items()}, changed)
        gone = [before[year] for year in sorted(set(removed) - set(wanted)) if year in before]
        for year, value in sorted(changed.items()):
            row = before.get(year) or _build_row(definition, country, year)
            row.flags = said.get(year, "")
            _write_row(row, value, source.strip(), actor)
        for row in gone:
            _remove_row(row, actor)
    count = len(changed) + len(gone)
    _tell_cities(definition, country, sorted(set(changed) - set(before)), count, actor=actor)
    return count


def _tell_cities(definition: Definition, country: str, years: list[int], count: int, *, actor: User) -> None:
    """Each city of the country that measures this has in its logs that averages changed (`count` of them); where its own
    ones give way in one of these school years, its directors read so."""
    for city in City.objects.filter(country=country) if count else ():
        if city.is_public:
            invalidate_public_pages(city)
        with city_scope(city.pk):
            rows = Indicator.objects.filter(catalogue_code=definition.code, definition_version=definition.version)
            for row in rows.select_related("city"):
                if not row.list_differences():
                    record(verbs.NATIONAL_CHANGED, row, actor=actor, title=row.name)
                    _tell_replaced(row, years, actor)


def _tell_replaced(indicator: Indicator, years: list[int], actor: User) -> None:
    own = indicator.values.live().filter(series=IndicatorValue.Series.BENCHMARK, period__in=years)
    if years and own.exists():
        directors = Membership.objects.directors().filter(city=indicator.city_id).values("user_id")
        people = get_user_model().objects.filter(pk__in=directors).exclude(pk=actor.pk)
        record(verbs.NATIONAL_REPLACES, indicator, actor=actor, notify=people, title=indicator.name)


def _build_row(definition: Definition, country: str, year: int) -> NationalFigure:
    return NationalFigure(
        catalogue_code=definition.code, definition_version=definition.version, country=country, period=year
    )


def _resolve_average(measured: Indicator, year: int, value: Decimal) -> Decimal:
    """Within what the unit allows, of a school year that has begun. Raises InvalidValue."""
    resolved = resolve_figure(measured, Figure(IndicatorValue.Series.BENCHMARK, year, value)).value
    assert resolved is not None  # noqa: S101  # a figure that is resolved has a value
    return resolved


def _write_row(row: NationalFigure, value: Decimal, source: str, actor: User) -> None:
    old = None if row.pk is None else texts.value_data(row.value)
    row.value, row.source = value, source
    row.save()
    kept = {"values": {school_year(row.period): [old, texts.value_data(value)]}}
    record(
        verbs.NATIONAL_ENTERED, row, actor=actor, title=_name_definition(row), year=school_year(row.period), kept=kept
    )


def _remove_row(row: NationalFigure, actor: User) -> None:
    kept = {"values": {school_year(row.period): [texts.value_data(row.value), None]}}
    record(
        verbs.NATIONAL_REMOVED, row, actor=actor, title=_name_definition(row), year=school_year(row.period), kept=kept
    )
    row.delete()


def _name_definition(row: NationalFigure) -> dict[str, str]:
    return row.definition.name if row.definition else {"en": row.catalogue_code}
