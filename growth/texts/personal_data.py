"""What growth engines have of a person: sections of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from growth.models import Invitee, Round

PERSONAL_SECTIONS = (
    DataSection(
        key="growth_invitations",
        model=Invitee,
        person="profile",
        title=_("Invitations to growth engines"),
        why=_("So that the city knows who would like to take part, and asks nobody again who said no."),
        correction=_("The person answers on the page of the invitation, and changes a yes to a no there."),
        narrow=lambda rows, _subject: rows.select_related("engine__area", "round", "collaboration"),
        columns=(
            Column("engine", _("growth engine"), lambda row: str(row.engine)),
            Column("round.ends_on", _("last day to answer"), lambda row: row.round.ends_on),
            Column("state", _("Own answer")),
            Column("answered_at", _("Answered on")),
        ),
        order=163,
    ),
    DataSection(
        key="growth_rounds",
        model=Round,
        person="opened_by",
        title=_("Invitations sent to growth engines"),
        why=_("So that those who were invited know who asked them."),
        correction=_(
            "Words that were sent are not changed. They go when the person leaves and takes their texts along."
        ),
        narrow=lambda rows, _subject: rows.select_related("engine__area"),
        columns=(
            Column("engine", _("growth engine"), lambda row: str(row.engine)),
            Column("sentence", _("why they are asked")),
            Column("opened_at", _("When")),
            Column("ends_on", _("last day to answer")),
        ),
        order=164,
    ),
)
