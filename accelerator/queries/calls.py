"""The calls of the accelerator as everybody reads them."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from accelerator.models import Accelerator
from cities.queries import city_today


def list_called(day: date) -> QuerySet[Accelerator]:
    """The intakes whose call has begun by that day."""
    rows: QuerySet[Accelerator] = Accelerator.objects.select_related("city", "intake").filter(call_opens_on__lte=day)
    return rows


def find_open_calls(request: HttpRequest) -> dict[str, Any]:
    """The calls that are open today, the first to close first; nothing without any. One query."""
    day = city_today()
    rows = list(list_called(day).filter(call_closes_on__gte=day).order_by("call_closes_on", "pk"))
    return {"calls": rows} if rows else {}
