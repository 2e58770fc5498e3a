"""What stands side by side, in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.models import MILESTONE_RULE, CityOutline, PublishedFigures
from library.queries import NOT_MEASURED, OTHER_VERSION
from programs.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping

MISSING = {
    NOT_MEASURED: gettext_lazy("does not measure this by the catalogue"),
    OTHER_VERSION: gettext_lazy("measures another version of the definition"),
    PublishedFigures.Status.DIFFERS: PublishedFigures.Status.DIFFERS.label,
    PublishedFigures.Status.UNCONFIRMED: PublishedFigures.Status.UNCONFIRMED.label,
}
WAITING = {
    "figures": gettext_lazy("figures to confirm"),
    "overrides": gettext_lazy("overrides to decide"),
    "milestones": gettext_lazy("overdue milestones"),
}


def describe_program(outline: CityOutline | None) -> str:
    """In which of its five years a city is; of a city that was opened within the hour nothing is known yet."""
    if outline is None:
        return _("counted within the hour")
    if not outline.program_state:
        return _("No five-year program")
    state = str(Program.State(outline.program_state).label)
    return _("Year %(number)s of 5") % {"number": outline.year_number} if outline.year_number else state


def list_overrides(outline: CityOutline | None) -> list[tuple[str, int]]:
    """`[(rule, how many)]` of the overrides that hold."""
    found: Mapping[str, int] = outline.overrides if outline else {}
    return [(_("milestone") if code == MILESTONE_RULE else code, number) for code, number in sorted(found.items())]


def list_waiting(outline: CityOutline | None) -> list[tuple[str, int]]:
    """`[(what, how many)]` of what waits for somebody."""
    found: Mapping[str, int] = outline.waiting if outline else {}
    return [(str(label), found[name]) for name, label in WAITING.items() if name in found]
