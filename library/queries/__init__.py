"""All cities of the network side by side, from what they have published. The only questions that look over the wall."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from cities.models import City
from library.models import CityOutline, PublishedFigures
from programs.models import NationalFigure
from programs.values.catalogue import Definition

Status = PublishedFigures.Status
NOT_MEASURED, OTHER_VERSION = "absent", "version"


@dataclass(frozen=True)
class ComparedCity:
    """A city with its confirmed figures of the definition, by school year."""

    name: str
    values: Mapping[int, Decimal]
    flags: Mapping[int, str]
    breaks: frozenset[int]
    is_invented: bool


@dataclass(frozen=True)
class Comparison:
    """The cities that count alike; the school years that any of them has; and of the others why they are missing."""

    cities: list[ComparedCity]
    years: list[int]
    missing: list[tuple[str, str]]
    national: Mapping[int, Decimal]


def name_cities(country: str) -> dict[int, str]:
    """`{number: name}` of the cities of a country that are served, by their names. One query."""
    rows = City.objects.filter(country=country, state__in=City.SHOWN).only("name")
    return dict(sorted(((row.pk, str(row)) for row in rows), key=lambda one: one[1]))


def compare_cities(definition: Definition, country: str, most_years: int) -> Comparison:
    """The last school years of all cities of a country that count exactly so. Three queries, however many there are."""
    names = name_cities(country)
    rows = PublishedFigures.objects.filter(code=definition.code, city__in=names).values_list(
        "city_id", "version", "status", "values", "flags", "breaks", "is_invented"
    )
    found = {city: rest for city, *rest in rows}
    cities, missing = [], []
    for city, name in names.items():
        version, status, values, flags, breaks, is_invented = found.get(city) or (0, NOT_MEASURED, {}, {}, [], False)
        if status == Status.SHOWN and version == definition.version:
            said = {int(year): Decimal(value) for year, value in values.items()}
            marks = {int(year): letters for year, letters in flags.items()}
            cities.append(ComparedCity(name, said, marks, frozenset(breaks), is_invented))
        else:
            missing.append((name, OTHER_VERSION if status == Status.SHOWN else status))
    years = sorted({year for city in cities for year in city.values})[-most_years:]
    return Comparison(cities, years, missing, _find_national(definition, country))


def _find_national(definition: Definition, country: str) -> dict[int, Decimal]:
    rows = NationalFigure.objects.filter(
        catalogue_code=definition.code, definition_version=definition.version, country=country
    )
    return dict(rows.values_list("period", "value"))


def count_comparable(country: str) -> dict[tuple[str, int], int]:
    """`{(code, version): how many cities have confirmed figures of it}`. One query."""
    shown = Q(status=Status.SHOWN, city__country=country, city__state__in=City.SHOWN)
    rows = PublishedFigures.objects.filter(shown).values_list("code", "version")
    return {(code, version): n for code, version, n in rows.annotate(n=Count("pk")).order_by()}


def list_outlines(country: str) -> list[tuple[str, CityOutline | None]]:
    """`[(name, outline)]` of the cities of a country, by their names. Two queries."""
    names = name_cities(country)
    outlines = {row.city_id: row for row in CityOutline.objects.filter(city__in=names)}
    return [(name, outlines.get(city)) for city, name in names.items()]
