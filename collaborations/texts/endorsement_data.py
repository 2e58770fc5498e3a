"""What endorsements have of a person: two sections of “What the city knows”."""

from typing import Any

from django.utils.translation import gettext_lazy

from collaborations.models import Endorsement
from consents.values.personal_data import Column, DataSection


def _list_standing(rows: Any, _subject: Any) -> Any:
    return rows.standing().with_names()


PERSONAL_SECTIONS = (
    DataSection(
        key="endorsements",
        model=Endorsement,
        person="receiver",
        title=gettext_lazy("Strengths that others saw"),
        why=gettext_lazy("So that the person reads what others saw in them, and shows it if they like."),
        correction=gettext_lazy("The person keeps each or not, and takes it off the own page at any time."),
        narrow=_list_standing,
        columns=(
            Column("area", gettext_lazy("Area"), lambda row: str(row.area)),
            Column("words", gettext_lazy("what was seen")),
            Column("session", gettext_lazy("Where"), lambda row: str(row.basis)),
            Column("given_on", gettext_lazy("When")),
            Column("state", gettext_lazy("Own answer")),
            Column("answered_on", gettext_lazy("Answered on")),
            Column("visibility", gettext_lazy("who sees it")),
        ),
        order=163,
    ),
    DataSection(
        key="endorsements_given",
        model=Endorsement,
        person="giver",
        title=gettext_lazy("Strengths seen in others"),
        why=gettext_lazy(
            "So that the other person reads it. What they answered is theirs alone, and stands nowhere here."
        ),
        correction=gettext_lazy("The person withdraws each as long as it is on nobody’s page."),
        narrow=_list_standing,
        columns=(
            Column("area", gettext_lazy("Area"), lambda row: str(row.area)),
            Column("words", gettext_lazy("what was seen")),
            Column("session", gettext_lazy("Where"), lambda row: str(row.basis)),
            Column("given_on", gettext_lazy("When")),
        ),
        order=164,
    ),
)
