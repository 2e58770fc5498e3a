"""What collaborations have of a person: a section of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from collaborations.models import Collaboration, FollowUp, Party
from consents.values.personal_data import Column, DataSection

PERSONAL_SECTIONS = (
    DataSection(
        key="collaborations",
        model=Party,
        person="profile",
        title=_("Collaborations"),
        why=_("So that the sides know of each other what each brings and whether it takes part."),
        correction=_("Each side answers on the page of the collaboration, and changes its words there."),
        narrow=lambda rows, _subject: rows.select_related("collaboration"),
        columns=(
            Column("collaboration", _("What is done together"), lambda row: str(row.collaboration)),
            Column("collaboration.state", _("Status"), lambda row: row.collaboration.get_state_display()),
            Column("gives", _("what this side brings")),
            Column("state", _("Own answer")),
            Column("answered_at", _("Answered on")),
            Column("sector", _("Sector")),
        ),
        order=160,
    ),
    DataSection(
        key="led_groups",
        model=Party,
        person="led_by",
        title=_("Classes and groups in collaborations"),
        why=_("So that the others know which adult speaks for a class or a group of children."),
        correction=_("It ends when the person leaves the city; the school then speaks for the class or the group."),
        narrow=lambda rows, _subject: rows.select_related("collaboration", "organisation"),
        columns=(
            Column("collaboration", _("What is done together"), lambda row: str(row.collaboration)),
            Column("organisation", _("Organisation"), lambda row: str(row.organisation)),
            Column("group_name", _("class or group")),
            Column("group_size", _("how many they are")),
        ),
        order=160,
    ),
    DataSection(
        key="proposed_collaborations",
        model=Collaboration,
        person="proposed_by",
        title=_("Proposed collaborations"),
        why=_("So that the city knows who brought the sides together."),
        correction=_("Any side changes its words on the page of the collaboration."),
        columns=(
            Column("title", _("What is done together")),
            Column("purpose", _("what for")),
            Column("result", _("what came of it")),
            Column("next_step", _("what comes next")),
            Column("proposed_on", _("Proposed on")),
            Column("state", _("Status")),
        ),
        order=161,
    ),
    DataSection(
        key="brought_collaborations",
        model=Collaboration,
        person="brought_by",
        title=_("Collaborations proposed for others"),
        why=_("So that those who were asked know who brought them together, and that person hears what comes of it."),
        correction=_("Until it is agreed, the proposer changes or withdraws it on its page."),
        columns=(
            Column("title", _("What is done together")),
            Column("purpose", _("what for")),
            Column("proposed_on", _("Proposed on")),
            Column("state", _("Status")),
        ),
        order=161,
    ),
    DataSection(
        key="follow_ups",
        model=FollowUp,
        person="by",
        title=_("What became of collaborations"),
        why=_("So that others learn what lasts."),
        correction=_("It goes when the person leaves the city and takes their texts along."),
        narrow=lambda rows, _subject: rows.select_related("collaboration"),
        columns=(
            Column("collaboration", _("What is done together"), lambda row: str(row.collaboration)),
            Column("text", _("what became of it")),
            Column("at", _("When")),
        ),
        order=162,
    ),
)
