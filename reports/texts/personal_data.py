"""What reports have of a person: a section of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import ACCOUNT_NUMBER, Column, DataSection
from reports.models import Report

PERSONAL_SECTIONS = (
    DataSection(
        key="reports",
        model=Report,
        person="asked_by",
        by=ACCOUNT_NUMBER,
        title=_("Reports of the city that were requested"),
        why=_("So that the person who asked finds the report. It is about the city and names nobody."),
        correction=_("Nothing is to be corrected: ask for a new report on the page Today."),
        narrow=lambda rows, _subject: rows.defer("content"),
        columns=(
            Column("format", _("Format")),
            Column("asked_at", _("Asked on")),
            Column("state", _("Status")),
        ),
        order=160,
    ),
)
