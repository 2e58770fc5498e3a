"""What journeys have of a person: a section of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from journeys.models import Learning

PERSONAL_SECTIONS = (
    DataSection(
        key="learnings",
        model=Learning,
        person="by",
        title=_("Learnings from expeditions"),
        why=_("So that the cohort keeps what was seen, and the city’s model can be built on it."),
        correction=_("Its author changes it on the page of the expedition."),
        narrow=lambda rows, _subject: rows.select_related("expedition"),
        columns=(
            Column("expedition", _("Expedition")),
            Column("observation", _("what we saw")),
            Column("surprise", _("what surprised us")),
            Column("principle", _("the principle")),
            Column("conditions", _("what must be true here")),
            Column("at", _("When")),
        ),
        order=150,
    ),
)
