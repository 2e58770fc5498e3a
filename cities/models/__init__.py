from cities.models.city import City, CityCalendarDay, CityDomain
from cities.models.membership import Membership, Role, Scope

__all__ = ["City", "CityCalendarDay", "CityDomain", "Membership", "Role", "Scope"]
