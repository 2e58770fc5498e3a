"""The steward's pages of all cities side by side."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from educities.kit.multilingual import isolate_ltr, translate_plain
from educities.kit.views import Page, Paginator
from library import texts
from library.queries import ComparedCity, Comparison, compare_cities, count_comparable, list_outlines
from programs.texts import value_data
from programs.values.calendar import school_year
from programs.values.catalogue import Definition, list_current
from programs.values.flags import list_flags

CITIES_A_PAGE, YEARS_SHOWN = 100, 6


class CitiesSideBySide(Page):
    """Where each city stands, what overrides hold, what waits; and which definitions can be compared."""

    template_name = "library/cities.html"
    permission = "library.compare_cityoutline"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        country, counts = self.city.country, count_comparable(self.city.country)
        definitions = [
            (one, counts[one.code, one.version]) for one in list_current(country) if (one.code, one.version) in counts
        ]
        page = Paginator(list_outlines(country), CITIES_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {
                "name": name,
                "program": texts.describe_program(outline),
                "overrides": texts.list_overrides(outline),
                "waiting": texts.list_waiting(outline),
            }
            for name, outline in page.object_list
        ]
        as_of = min((outline.made_at for _name, outline in page.object_list if outline), default=None)
        return super().get_context_data(definitions=definitions, rows=rows, as_of=as_of, **name_pages(page), **kwargs)


class CompareCities(Page):
    """The confirmed figures of one definition in all cities that count exactly so."""

    template_name = "library/comparison.html"
    permission = "library.compare_cityoutline"

    @property
    def definition(self) -> Definition:
        """The one that the address names, of those that a city of the country can measure."""
        for one in list_current(self.city.country):
            if one.code == self.kwargs["code"]:
                return one
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = compare_cities(self.definition, self.city.country, YEARS_SHOWN)
        page = Paginator(found.cities, CITIES_A_PAGE).get_page(self.request.GET.get("page"))
        unit = "%" if self.definition.unit == "percent" else ""
        return super().get_context_data(
            definition=self.definition,
            title=translate_plain(self.definition.name),
            years=[school_year(year) for year in found.years],
            rows=[(city, build_cells(city, found.years, unit)) for city in page.object_list],
            national=build_national(found, unit),
            missing=[(name, texts.MISSING[why]) for name, why in found.missing],
            crumbs=[(self.city_url("cities_side_by_side"), _("Cities side by side"))],
            **name_pages(page),
            **kwargs,
        )


def name_pages(page: Any) -> dict[str, Any]:
    """What the part with the numbers of pages needs."""
    return {"page_obj": page, "paginator": page.paginator, "is_paginated": page.has_other_pages()}


def build_cells(city: ComparedCity, years: list[int], unit: str) -> list[tuple[str, str, str, bool]]:
    """`[(school year, figure, its remarks, is counted differently from then on)]`."""
    return [
        (
            school_year(year),
            f"{value_data(city.values[year])}{unit}" if year in city.values else "",
            ", ".join(list_flags(city.flags.get(year, ""))),
            year in city.breaks,
        )
        for year in years
    ]


def build_national(found: Comparison, unit: str) -> list[tuple[str, str]]:
    """The national averages of these years; empty without any."""
    if not any(year in found.national for year in found.years):
        return []
    return [
        (isolate_ltr(school_year(year)), f"{value_data(found.national[year])}{unit}" if year in found.national else "")
        for year in found.years
    ]
