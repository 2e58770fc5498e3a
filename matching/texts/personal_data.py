"""What suggestions have of a person: sections of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from matching.models import MatchingBreak, MatchSuggestion
from matching.texts.reasons import describe_sides

WHY = _("So that people of the city who can learn from each other find each other.")
CORRECTION = _("What does not suit is said on the page “People you could meet”, which also stops suggestions.")

PERSONAL_SECTIONS = (
    DataSection(
        key="suggestions",
        model=MatchSuggestion,
        person="seeker",
        title=_("Suggestions to meet"),
        why=WHY,
        correction=CORRECTION,
        narrow=lambda rows, _subject: rows.select_related("seeker", "person", "need__area", "strength__area"),
        columns=(
            Column("need", _("What is looked for"), lambda row: str(row.need.area) if row.need else ""),
            Column(
                "strength", _("What the other side shows"), lambda row: str(row.strength.area) if row.strength else ""
            ),
            Column("score", _("What speaks for it"), describe_sides),
            Column("shown_on", _("Suggested on")),
            Column("introduced_on", _("Asked on")),
            Column("ends_on", _("Over by itself on")),
            Column("ended_on", _("Status"), lambda row: row.describe_for_seeker()),
        ),
        order=163,
    ),
    DataSection(
        key="introductions",
        model=MatchSuggestion,
        person="person",
        title=_("Requests to meet"),
        why=WHY,
        correction=CORRECTION,
        # Of a suggestion nobody knows but its seeker, until the other side is asked.
        narrow=lambda rows, _subject: rows.filter(introduced_on__isnull=False).select_related(
            "need__area", "strength__area"
        ),
        columns=(
            Column("strength", _("About"), lambda row: str(row.subject or "")),
            Column("introduced_on", _("Asked on")),
            Column("state", _("Own answer")),
        ),
        order=164,
    ),
    DataSection(
        key="matching_breaks",
        model=MatchingBreak,
        person="profile",
        title=_("Break from suggestions"),
        why=_("So that no suggestions are made, in either direction."),
        correction=CORRECTION,
        columns=(Column("since", _("Since")),),
        order=165,
    ),
)
