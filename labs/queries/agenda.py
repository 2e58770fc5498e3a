"""What of labs is a matter of the strategic forum: overrides that end soon, and what labs and cohorts send up."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.day_words import format_day
from forum.values import SOON_DAYS, AgendaKind
from labs.models import Cohort, Lab, Override
from labs.texts import name_override


def _list_overrides() -> QuerySet[Override]:
    rows: QuerySet[Override] = Override.objects.select_related("city", "cohort__city", "lab__city")
    return rows


def _find_ending(today: date) -> QuerySet[Override]:
    """Those that hold, and end within two months."""
    return _list_overrides().filter(state=Override.State.GRANTED, expires_on__lte=today + timedelta(days=SOON_DAYS))


def _name_ending(row: Override) -> str:
    """What was let pass, of whom, and until when."""
    day = format_day(row.expires_on) if row.expires_on else ""
    return _("Override until %(day)s: %(name)s") % {"day": day, "name": name_override(row)}


AGENDA_KINDS = (
    AgendaKind(
        "override", gettext_lazy("Override that ends soon"), _list_overrides, _name_ending, find=_find_ending, order=10
    ),
    AgendaKind(
        "lab",
        gettext_lazy("Matter of a lab"),
        lambda: Lab.objects.select_related("city"),
        permission="labs.change_lab",
        order=50,
    ),
    AgendaKind(
        "cohort",
        gettext_lazy("Matter of a cohort"),
        lambda: Cohort.objects.select_related("city", "lab__city"),
        permission="labs.change_cohort",
        order=60,
    ),
)
