"""Who is responsible for people's data in the scope's city, as the city itself says it."""

from cities.models import PrivacyNotice


def find_notice() -> PrivacyNotice | None:
    """The city's own words; None while it has not said who is responsible."""
    return PrivacyNotice.objects.exclude(responsible={}).first()
