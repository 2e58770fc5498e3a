"""The teachers of an intake as lines of a table: presence in each year, recognised hours, what is reported."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accelerator.models import Accelerator
from accelerator.queries.progress import list_progress
from educities.kit.csv_cells import escape_formula
from educities.kit.multilingual import translate_plain


def write_teachers(row: Accelerator) -> Iterator[list[str]]:
    """The heading, and a line for each teacher who has or had a place."""
    yield [
        _("Teacher"),
        _("School"),
        _("Status"),
        _("Presence in year 1 (%)"),
        _("Presence in year 2 (%)"),
        _("Recognised hours"),
        _("Released hours a week"),
        _("Project reported"),
        _("Observations answered"),
        _("Graduated on"),
    ]
    rows = list(row.enrolments.with_names().filter(enrolled_at__isnull=False).order_by("applied_at", "pk"))
    found = list_progress(rows, row.city)
    for one in rows:
        progress = found[one.pk]
        cells = (one.profile.display_name, translate_plain(one.organisation.name), str(one.get_state_display()))
        yield [
            *map(escape_formula, cells),
            *(str(year.percent) if year.held else "" for year in progress.years),
            f"{progress.hours.normalize():f}",
            str(one.release_hours or ""),
            _("yes") if progress.is_reported else _("no"),
            str(progress.observations),
            one.graduated_on.isoformat() if one.graduated_on else "",
        ]
