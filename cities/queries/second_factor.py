"""Who must have a second step at sign-in."""

from cities.models import City
from cities.rules.roles import cities_waiting_for_second_step, is_verified_operator
from educities.accounts.models import Person


def second_factor_missing(user: Person, city: City | None) -> bool:
    """Has the person a role here that gives nothing before a second step is set up, or passed in this session? `city` None: the platform's own pages."""
    if city is not None:
        return city.pk in cities_waiting_for_second_step(user)
    return bool(getattr(user, "is_operator", False)) and not is_verified_operator(user)
