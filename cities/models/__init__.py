from cities.models.city import City, CityCalendarDay, CityDomain, led_by
from cities.models.emergency import EmergencyAccess
from cities.models.invitation import Invitation
from cities.models.membership import Membership, Role, Scope
from cities.models.privacy import PrivacyNotice
from cities.models.restores import Restore

__all__ = [
    "City",
    "CityCalendarDay",
    "CityDomain",
    "EmergencyAccess",
    "Invitation",
    "Membership",
    "PrivacyNotice",
    "Restore",
    "Role",
    "Scope",
    "led_by",
]
