"""The same content cut to one page of A4: as many rows as have room, and how many there are more."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import ngettext

from programs import texts

# Together they fill a page in the language with the longest words, every line of a table broken once.
MOST_YEARS, MOST_LANES, MOST_COHORTS, MOST_MILESTONES = 5, 8, 5, 5
LONGEST_CELL, LONGEST_LINE, LONGEST_NAME = 42, 110, 24
# The template fits a name into the width that it has; this only bounds what it measures. A figure's name has two lines.
LONGEST_FITTED, LONGEST_FIGURE = 60, 56
# The titles of the milestones stand whole, up to this, where the template finds the room for it.
LONGEST_TITLE = 160


def one_page(content: dict[str, Any]) -> dict[str, Any]:
    """`content` as texts. Of the years the last ones stay, of everything else the first ones."""
    indicator, years = content["indicator"], content["years"]
    return {
        **content,
        "title": _shorten(content["title"], LONGEST_CELL),
        "headline": _shorten(content["headline"], LONGEST_LINE),
        "indicator": indicator
        and {
            **_table_part(indicator, MOST_YEARS, last=True),
            "title": _shorten(indicator["title"], LONGEST_LINE),
            "compared": [_shorten(line, LONGEST_NAME + 10) for line in indicator["compared"]],
            "gap": _shorten(indicator["gap"], LONGEST_LINE),
            "source": _shorten(indicator["source"], LONGEST_LINE),
        },
        "years": _years_part(years),
        "cohorts": _table_part(content["cohorts"], MOST_COHORTS),
        "milestones": {
            **_table_part(content["milestones"], MOST_MILESTONES),
            "whole": [_shorten(str(row[0]), LONGEST_TITLE) for row in content["milestones"]["rows"][:MOST_MILESTONES]],
        },
    }


def _table_part(part: dict[str, Any], most: int, *, last: bool = False) -> dict[str, Any]:
    rows = part["rows"][-most:] if last else part["rows"][:most]
    return {
        **part,
        "rows": [[_cell_text(cell) for cell in row] for row in rows],
        "more": _more_text(len(part["rows"]) - most),
    }


def _years_part(years: dict[str, Any]) -> dict[str, Any]:
    """Names on one line each, as wide as it is; of the bars the first ones."""
    lanes = [
        {**lane, "name": _shorten(lane["name"], LONGEST_FITTED), "about": _shorten(lane["about"], LONGEST_FITTED)}
        for lane in years["lanes"][:MOST_LANES]
    ]
    part = {**years, "lanes": lanes, "more": _more_text(len(years["lanes"]) - MOST_LANES)}
    if years.get("figure_name"):
        part["figure_name"] = _shorten(years["figure_name"], LONGEST_FIGURE)
    if years.get("next"):
        month, is_end, title, day = years["next"]
        part["next"] = [month, is_end, _shorten(title, LONGEST_FITTED), day]
    return part


def _more_text(number: int) -> str:
    return ngettext("and %(n)s more", "and %(n)s more", number) % {"n": number} if number > 0 else ""


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return texts.value_data(cell)
    return date_format(cell, "SHORT_DATE_FORMAT") if isinstance(cell, date) else _shorten(str(cell), LONGEST_CELL)


def _shorten(text: str, length: int) -> str:
    return Truncator(text).chars(length)
