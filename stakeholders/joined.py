"""What the city's invitations call when somebody has joined."""

from typing import Any

from django.utils.translation import gettext as _

from cities.models import City, Role
from educities.kit.errors import DomainError
from stakeholders.actions import join_city


def make_profile(city: City, user: Any, invitation: Any) -> None:
    """The person has a profile in the city, under the name the invitation gives. A minor takes no role but the resident's."""
    profile = join_city(user, city, invitation.display_name, language=invitation.language)
    if profile.is_minor and invitation.role != Role.RESIDENT:
        raise DomainError(_("This role is for grown-ups."), code="stakeholders.role_for_grown_ups")
