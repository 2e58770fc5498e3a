"""Who hears that a figure is known by now and was not entered."""

from django.contrib.auth import get_user_model
from django.db import transaction

from cities.models import City, Membership
from educities.accounts.models import User
from educities.activity.actions.records import record
from programs import verbs
from programs.models import Indicator
from programs.queries import figures_of
from programs.values.calendar import school_year


@transaction.atomic
def tell_due_figures(city: City) -> int:
    """Who enters the figures of an indicator has heard of the newest one that is due, once for each school year."""
    told = 0
    for figures in figures_of(list(Indicator.objects.all())):
        row, due = figures.indicator, figures.find_due(city.school_year())
        if due is not None:
            about = {"title": row.name, "year": school_year(due)}
            people = list_owners(row)
            told += (
                record(verbs.FIGURE_DUE, row, actor=None, notify=people, once=f"figure-due:{row.pk}:{due}", **about)
                is not None
            )
    return told


def list_owners(indicator: Indicator) -> list[User]:
    """The accounts of those who enter the indicator's figures; the directors where the city has no facilitator."""
    held = Membership.objects.current().filter(city_id=indicator.city_id)
    found = held.filter(role=indicator.owner_role) or held.filter(role=Indicator.OwnerRole.DIRECTOR)
    return list(get_user_model().objects.filter(pk__in=[one.user_id for one in found]))
