"""What waits for the director, each line with the page that settles it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import Program
from reports.queries.dashboard import DashboardData

MOST_WAITING = 5


def director_tasks(day: DashboardData, program: Program | None, slug: str) -> list[dict[str, Any]]:
    """At most five lines that need the director, each with the page that settles it."""
    lines = [_task_row(name, n, day, slug) for name, n in day.waiting.items() if n]
    if program is not None and program.state == program.State.PROPOSED:
        text = _("The five-year program is ready to be signed")
        lines.insert(0, {"text": text, "url": reverse("program", args=[slug])})
    return lines[:MOST_WAITING]


def _task_row(name: str, n: int, day: DashboardData, slug: str) -> dict[str, Any]:
    texts = {
        "overrides": lambda: ngettext("%(n)s override waits for an answer", "%(n)s overrides wait for an answer", n),
        "expired": lambda: ngettext("An override has run out", "%(n)s overrides have run out", n),
        "organisations": lambda: ngettext("%(n)s organisation to verify", "%(n)s organisations to verify", n),
        "figures": lambda: ngettext("%(n)s figure to confirm", "%(n)s figures to confirm", n),
        "expeditions": lambda: ngettext("%(n)s expedition to approve", "%(n)s expeditions to approve", n),
        "ideas": lambda: ngettext("%(n)s idea of a young person to read", "%(n)s ideas of young people to read", n),
    }
    pages = {
        "overrides": lambda: reverse("override", args=[slug, day.first["overrides"]]),
        "expired": lambda: (
            reverse("override", args=[slug, day.first["expired"]]) if n == 1 else reverse("overrides", args=[slug])
        ),
        "organisations": lambda: reverse("organisations", args=[slug]) + "?state=proposed",
        "figures": lambda: reverse("indicators", args=[slug]),
        "expeditions": lambda: reverse("board", args=[slug]),
        "ideas": lambda: reverse("moderation", args=[slug]),
    }
    return {"text": texts[name]() % {"n": n}, "url": pages[name]()}
