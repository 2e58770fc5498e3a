"""What collaborations answer to the five years: what a year review says of them."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collaborations.models import Collaboration
from programs.values.handover import Carried, HandoverKind
from programs.values.reviews import ReviewLine, ReviewPart


def list_year_lines(year: Any) -> list[ReviewLine]:
    """How many came about of those proposed in the year, by how far they reach. A review is kept for good and read by more
    people than the sides: their titles, which are words of people, do not stand in it."""
    days = (year.starts_on, year.ends_on)
    rows = Collaboration.objects.filter(proposed_on__range=days, state__in=Collaboration.COUNTED)
    found = Counter(rows.values_list("circle", "state"))
    completed = Collaboration.State.COMPLETED
    lines = []
    for circle in Collaboration.Circle:
        going = sum(n for (where, state), n in found.items() if where == circle and state != completed)
        done = found[circle.value, completed.value]
        parts = []
        if going:
            parts.append(ngettext("%(n)s agreed or under way", "%(n)s agreed or under way", going) % {"n": going})
        if done:
            parts.append(ngettext("%(n)s completed", "%(n)s completed", done) % {"n": done})
        if parts:
            lines.append(ReviewLine(str(circle.label), " · ".join(parts), "" if going else "done"))
    return lines


REVIEW_LINES = [ReviewPart("collaborations", _("Collaborations"), list_year_lines, 50)]


def list_collaborations() -> list[Carried]:
    """What people and organisations do together and have not ended, as far as all of the city's staff sees it."""
    going = (Collaboration.State.AGREED, Collaboration.State.ACTIVE, Collaboration.State.PAUSED)
    return [
        Carried(row.pk, str(row), row.get_absolute_url())
        for row in Collaboration.objects.filter(state__in=going).order_by("pk")
    ]


# Their titles are words of people, for the sides and who works with people here.
CARRIED = HandoverKind(
    "collaboration", _("Collaborations"), list_collaborations, 50, permission="collaborations.list_collaboration"
)
