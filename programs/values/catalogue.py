"""The network's catalogue of indicators: definitions that cities share, so that their figures can be compared."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

SOURCE = Path(__file__).resolve().parents[1] / "data" / "indicators.tsv"
LANGUAGES = ("en", "he", "ar")
ISRAEL, EUROPE, ANYWHERE = "IL", "EU", "any"
# Where figures come from; a city writes its own source beside them.
SOURCES = {
    "ministry": _("Ministry of Education"),
    "city": _("the city’s own records"),
    "survey": _("a survey"),
    "statistics": _("the national statistics office"),
    "records": _("this platform’s records"),
}
# Under what the catalogue shows them, in this order.
TOPICS = {
    "results": _("What pupils reach"),
    "staying": _("Staying in school"),
    "gaps": _("Gaps between groups"),
    "early": _("Before school"),
    "climate": _("How school is for pupils and parents"),
    "teaching": _("Teachers and means"),
    "beyond": _("After school, and beside it"),
    "labs": _("Of the work of labs and of the accelerator"),
}


class Definition(NamedTuple):
    """One version of one definition. `numerator` and `denominator` say who is counted and out of whom, in each language.

    `lag_years`: how many years after the end of a school year its figure is known. `place`: counted where people `learn`
    or `live`; "none" where it makes no difference. `countries`: in which the definition makes sense.
    """

    code: str
    version: int
    kind: str
    topic: str
    unit: str
    direction: str
    source: str
    cadence: str
    lag_years: int
    place: str
    countries: str
    name: dict[str, str]
    numerator: dict[str, str]
    denominator: dict[str, str]
    note: dict[str, str]

    def suits(self, country: str) -> bool:
        """Can a city of that country measure it?"""
        return self.countries in {ANYWHERE, ISRAEL if country == ISRAEL else EUROPE}


@cache
def read_definitions() -> dict[tuple[str, int], Definition]:
    """Every version of every definition, by code and version, in the order of the file."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        found = [_read_row(row) for row in csv.DictReader(file, delimiter="\t")]
    return {(one.code, one.version): one for one in found}


def find_definition(code: str, version: int) -> Definition | None:
    """That version of the definition; None where the catalogue has none."""
    return read_definitions().get((code, version))


def list_current(country: str) -> list[Definition]:
    """The newest version of each definition that a city of the country can measure, in the order of the file."""
    newest: dict[str, Definition] = {}
    for one in read_definitions().values():
        if one.suits(country) and (one.code not in newest or newest[one.code].version < one.version):
            newest[one.code] = one
    return list(newest.values())


def _read_row(row: dict[str, str]) -> Definition:
    words = {
        name: {lang: row[f"{name}_{lang}"] for lang in LANGUAGES if row[f"{name}_{lang}"]}
        for name in ("name", "numerator", "denominator", "note")
    }
    plain = ("code", "kind", "topic", "unit", "direction", "source", "cadence", "place", "countries")
    numbers = {name: int(row[name]) for name in ("version", "lag_years")}
    return Definition(**{name: row[name] for name in plain}, **numbers, **words)  # type: ignore[arg-type]
