"""Who hears that a figure is known by now and was not entered."""

from django.db import transaction

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.queries.recorded import find_recorded
from programs import verbs
from programs.actions.late_milestones import find_role_people
from programs.models import Indicator
from programs.queries import list_due
from programs.values.calendar import school_year


@transaction.atomic
def tell_due_figures() -> int:
    """Who enters the figures of an indicator has heard of the newest one that is due, once for each school year."""
    due, told = list_due(), 0
    keys = {f"figure-due:{number}:{year}": number for number, year in due.items()}
    new = keys.keys() - find_recorded(keys)
    rows = Indicator.objects.in_bulk([keys[once] for once in new])
    for once in new:
        row = rows[keys[once]]
        people, year = list_owners(row), school_year(due[row.pk])
        told += (
            record(verbs.FIGURE_DUE, row, actor=None, notify=people, once=once, title=row.name, year=year) is not None
        )
    return told


def list_owners(indicator: Indicator) -> list[User]:
    """The accounts of those who enter the indicator's figures; the directors where the city has no facilitator."""
    return find_role_people(indicator.owner_role) or find_role_people(Indicator.OwnerRole.DIRECTOR)
