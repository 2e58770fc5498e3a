"""What the city's invitations call when somebody has joined."""

from typing import Any

from cities.models import City
from stakeholders.actions import join_city


def make_profile(city: City, user: Any, invitation: Any) -> None:
    """The person has a profile in the city, under the name the invitation gives."""
    join_city(user, city, invitation.display_name, language=invitation.language)
