"""What the pictures of a year review show on the day of its confirmation: the main figure and the five years."""

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language

from programs.models import ProgramYear
from programs.values.ribbon import YearCell
from reports.queries import load_printed_overview
from reports.renderers.content import content_of
from reports.renderers.page import one_page

# Of the city on one page.
PICTURES = ("indicator", "years")


def _without_later(cell: YearCell, number: int) -> YearCell:
    """The year's head without what was measured after the year that is reviewed."""
    return cell._replace(figure="", note="") if cell.number > number and not cell.is_target else cell


def keep_pictures(year: ProgramYear) -> dict[str, Any]:
    """Main figure as it was in the year, and ribbon as it is today, in the active language.

    A year is reviewed by its own figure: one of a later year is nothing that it came to.
    """
    found = load_printed_overview(year.city)
    if found.main is not None:
        found.main = found.main.until(year.city.school_year(year.starts_on))
    if found.ribbon is not None:
        cells = [_without_later(cell, year.number) for cell in found.ribbon.years]
        found.ribbon = replace(found.ribbon, years=cells)
    page = one_page(content_of(found, (get_language() or "en")[:2]))
    return {name: page[name] for name in PICTURES}
