"""The date where people are: near midnight it is not the server's."""

from datetime import date

from django.db import models

from cities.models import City
from educities.tenancy.kept_queries import find_or_give
from educities.tenancy.scope import current_city_row, require_city_id


def find_scope_city() -> City:
    """The scope's city. Raises NoCity outside a scope; a query where the city is not at hand."""
    return current_city_row() or City.objects.get(pk=require_city_id())


def city_today() -> date:
    """The date in the scope's city, found as `find_scope_city` finds it. A kept statement is given `today`."""
    today: date = find_or_give("today", lambda: find_scope_city().today(), models.DateField())
    return today
