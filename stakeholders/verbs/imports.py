"""What is recorded about files that are brought in."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from educities.activity.values import verb

IMPORT_CHECKED = verb(
    "stakeholders.import_checked",
    ngettext_lazy(
        "Import preview of {title}: {new} new organisation", "Import preview of {title}: {new} new organisations", "new"
    ),
    number="new",
)
IMPORT_APPLIED = verb(
    "stakeholders.import_applied",
    ngettext_lazy(
        "{count} organisation was imported from {title}", "{count} organisations were imported from {title}", "count"
    ),
    number="count",
)
# In the event log for each organisation: programs are told of rows that they can ask for.
ORGANISATION_IMPORTED = verb(
    "stakeholders.organisation_imported", _("{title} was imported"), event="organisation.imported"
)
SHEET_CHECKED = verb("stakeholders.sheet_checked", _("Preview of the spreadsheet {title}"))
SHEET_APPLIED = verb(
    "stakeholders.sheet_applied", _("The spreadsheet {title} was imported: {new} new lines, {changed} changed ones")
)
IMPORT_FAILED = verb("stakeholders.import_failed", _("The file {title} could not be imported"))
UNDO_FAILED = verb("stakeholders.undo_failed", _("The import of {title} could not be undone"))
IMPORT_DISCARDED = verb("stakeholders.import_discarded", _("The import of {title} was discarded"), ends=True)
IMPORT_UNDONE = verb(
    "stakeholders.import_undone",
    ngettext_lazy(
        "The import of {title} was undone: {count} organisation was removed",
        "The import of {title} was undone: {count} organisations were removed",
        "count",
    ),
    number="count",
    ends=True,
    needs_reason=True,
)
SHEET_UNDONE = verb(
    "stakeholders.sheet_undone", _("The import of the spreadsheet {title} was undone"), ends=True, needs_reason=True
)
