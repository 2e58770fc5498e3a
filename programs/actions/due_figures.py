"""Who hears that a figure is known by now and was not entered."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.queries.recorded import find_recorded
from programs import verbs
from programs.actions.late_milestones import find_role_people
from programs.models import Indicator, IndicatorValue
from programs.queries import list_due
from programs.values.calendar import school_year


@transaction.atomic
def tell_due_figures() -> int:
    """Who enters the figures of an indicator has heard of the newest one that is due, once for each school year."""
    due, told = list_due(), 0
    keys = {f"figure-due:{number}:{year}": number for number, year in due.items()}
    begun = find_begun_today(keys.values())
    new = {once for once in keys.keys() - find_recorded(keys) if keys[once] not in begun}
    rows = Indicator.objects.in_bulk([keys[once] for once in new])
    for once in new:
        row = rows[keys[once]]
        people, year = list_owners(row), school_year(due[row.pk])
        told += (
            record(verbs.FIGURE_DUE, row, actor=None, notify=people, once=once, title=row.name, year=year) is not None
        )
    return told


def find_begun_today(numbers: Iterable[int]) -> set[int]:
    """Those of the indicators whose first measured figure was entered today: whoever did so has it before their eyes."""
    actual = IndicatorValue.objects.filter(indicator__in=list(numbers), series=IndicatorValue.Series.ACTUAL)
    first = actual.order_by().values_list("indicator").annotate(at=Min("entered_at"))
    return {number for number, at in first if at is not None and timezone.localdate(at) == city_today()}


def list_owners(indicator: Indicator) -> list[User]:
    """The accounts of those who enter the indicator's figures; the directors where the city has no facilitator."""
    return find_role_people(indicator.owner_role) or find_role_people(Indicator.OwnerRole.DIRECTOR)
