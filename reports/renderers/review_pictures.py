"""What the pictures of a year review show on the day of its confirmation: the main figure and the five years."""

from typing import Any

from django.utils.translation import get_language

from programs.models import ProgramYear
from reports.queries import load_printed_overview
from reports.renderers.content import content_of
from reports.renderers.page import one_page

# Of the city on one page.
PICTURES = ("indicator", "years")


def keep_pictures(year: ProgramYear) -> dict[str, Any]:
    """Main figure and ribbon as they are today, in the active language."""
    page = one_page(content_of(load_printed_overview(year.city), (get_language() or "en")[:2]))
    return {name: page[name] for name in PICTURES}
