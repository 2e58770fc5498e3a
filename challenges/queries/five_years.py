"""What challenges answer to the five years: what a year review says of them."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from challenges.models import Challenge
from programs.values.reviews import ReviewLine, ReviewPart, find_moments


def list_year_lines(year: Any) -> list[ReviewLine]:
    """What residents were asked in the year, with how many ideas they gave and how it stands; nobody is named."""
    ideas = Count("contributions", filter=Q(contributions__state="visible"))
    began, ended = find_moments(year)
    rows = Challenge.objects.filter(state__in=Challenge.PUBLIC, opened_at__gte=began, opened_at__lt=ended)
    return [
        ReviewLine(str(row), f"{_count_ideas(row.ideas)} · {row.get_state_display()}")
        for row in rows.annotate(ideas=ideas).order_by("opened_at", "pk")
    ]


def _count_ideas(n: int) -> str:
    return ngettext("%(n)s idea", "%(n)s ideas", n) % {"n": n}


REVIEW_LINES = [ReviewPart("residents", _("What residents were asked"), list_year_lines, 65)]
