"""What the city's public page shows of its labs: the questions and how far their cohorts are, nobody's name."""

from typing import Any

from django.db.models import Max, Q
from django.http import HttpRequest

from labs.models import Lab


def launched_labs(request: HttpRequest) -> dict[str, Any]:
    """Launched labs with the furthest stage of a running cohort."""
    running = Max("cohorts__stage", filter=Q(cohorts__state="running"))
    rows = list(Lab.objects.filter(state=Lab.State.LAUNCHED).annotate(stage=running).order_by("pk")[:12])
    return {"rows": rows} if rows else {}
