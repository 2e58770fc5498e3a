"""What collaborations answer to the five years: what a year review says of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from collaborations.models import Collaboration
from programs.values.handover import Carried, HandoverKind
from programs.values.reviews import ReviewLine, ReviewPart


def list_year_lines(year: Any) -> list[ReviewLine]:
    """What was proposed in the year and came about, with how far it reaches and how it stands; nobody is named."""
    days = (year.starts_on, year.ends_on)
    rows = Collaboration.objects.filter(proposed_on__range=days, state__in=Collaboration.COUNTED)
    return [
        ReviewLine(
            str(row),
            f"{row.get_circle_display()} · {row.get_state_display()}",
            "done" if row.state == "completed" else "",
        )
        for row in rows.order_by("proposed_on", "pk")
    ]


REVIEW_LINES = [ReviewPart("collaborations", _("Collaborations"), list_year_lines, 50)]


def list_collaborations() -> list[Carried]:
    """What people and organisations do together and have not ended, as far as all of the city's staff sees it."""
    going = (Collaboration.State.AGREED, Collaboration.State.ACTIVE, Collaboration.State.PAUSED)
    return [
        Carried(row.pk, str(row), row.get_absolute_url())
        for row in Collaboration.objects.filter(state__in=going).order_by("pk")
    ]


CARRIED = HandoverKind("collaboration", _("Collaborations"), list_collaborations, 50)
