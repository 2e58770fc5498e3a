"""Who must have a second step at sign-in."""

from typing import Any

from cities.models import City
from cities.models.membership import STAFF
from cities.roles import has_second_factor, roles_by_city


def second_factor_missing(user: Any, city: City) -> bool:
    """Has the person a staff role in this city and no second factor? The practice city asks nobody for one."""
    if city.is_practice:
        return False
    held = roles_by_city(user).get(city.pk, ())
    return any(h.role in STAFF for h in held) and not has_second_factor(user)
