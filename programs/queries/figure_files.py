"""What a file of figures meets in the city: its indicators, and what they are called; and what earlier files chose."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from cities.models import City
from programs.models import Indicator
from programs.values.catalogue import Definition, list_current
from programs.values.single_years import BEGINS
from programs.values.totals import spell_value
from stakeholders.models import ImportRun
from stakeholders.values.import_kinds import FIGURES

POPULATION = "population"
# What is taken over from the last file: its source is shown as an example, for the next file may be of another one. What a
# year alone means is said of each file.
REMEMBERED = ("words", "source")
COUNTRY_NAMES = {"IL": ("Israel", "ישראל", "إسرائيل"), "PT": ("Portugal",), "DE": ("Germany", "Deutschland")}
WHOLE_COUNTRY = ("national", "national average", "ארצי", "ממוצע ארצי", "כלל ארצי", "المعدل القطري", "قطري")


def find_single_year(run: ImportRun) -> tuple[str, str]:
    """How a year alone is read in this file, and why: as somebody chose, or as was found when it was read."""
    guessed, because = run.counts.get("single_year") or (BEGINS, "")
    chosen = run.defaults.get("single_year") or guessed
    return chosen, because if chosen == guessed else "chosen"


def list_targets(run: ImportRun, city: City) -> dict[str, Indicator | Definition]:
    """`{key: indicator or definition}` of whatever the figures can be of. One query for a city's."""
    if run.kind == FIGURES:
        return {str(row.pk): row for row in Indicator.objects.all()}
    return {one.code: one for one in list_current(city.country) if one.kind == POPULATION}


def spell_targets(targets: Mapping[str, Indicator | Definition]) -> dict[str, str]:
    """`{name or code, as words are compared: key}`; a name that two have is of none."""
    found: dict[str, str] = {}
    for key, one in targets.items():
        for word in {spell_value(text) for text in (one.code, *one.name.values()) if text}:
            found[word] = "" if word in found else key
    return {word: key for word, key in found.items() if key}


def list_own_words(run: ImportRun, city: City) -> list[str]:
    """How files may call whose rows are taken: a city by its code and names, a country by its code and names."""
    if run.kind == FIGURES:
        return [word for word in (city.registry_code, *city.name.values()) if word]
    return [city.country, *COUNTRY_NAMES.get(city.country, ()), *WHOLE_COUNTRY]


def find_foreign_words(words: list[str], city: City) -> list[str]:
    """Those of the words by which another city of the network is known: its rows are not for this one. One query."""
    named = Q(registry_code__in=words)
    for language in ("he", "ar", "en"):
        named |= Q(**{f"name__{language}__in": words})
    own = {spell_value(word) for word in (city.registry_code, *city.name.values())}
    others = City.objects.exclude(pk=city.pk).filter(named, country=city.country)
    known = {spell_value(word) for row in others for word in (row.registry_code, *row.name.values()) if word}
    return [word for word in words if spell_value(word) in known - own]


def remember_choices(kind: str) -> dict[str, Any]:
    """What the city's last file of this kind was read with. One query."""
    rows = ImportRun.objects.filter(kind=kind, state=ImportRun.State.DONE).order_by("-id")
    last = rows.values_list("defaults", flat=True).first() or {}
    return {name: last[name] for name in REMEMBERED if last.get(name)}


def remember_meanings(kind: str) -> dict[str, str]:
    """What the names of indicators in earlier files of the city meant, the newest word first. One query."""
    found: dict[str, str] = {}
    rows = ImportRun.objects.filter(kind=kind).order_by("-id").values_list("meanings", flat=True)[:20]
    for meanings in reversed(list(rows)):
        found |= meanings.get("indicator", {})
    return found
