"""Who may, about the map: whoever takes part in the city or works for it."""

from cities.rules import is_member, is_staff_of_city
from stakeholders.rules import is_adult_account

__all__ = ["is_adult_account", "is_member", "is_staff_of_city"]
