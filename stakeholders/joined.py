"""What apps below ask: a place in the city for who has joined, and how people are called there."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from cities.models import City, Invitation, Role
from educities.accounts.models import User
from educities.kit.errors import DomainError
from stakeholders.actions import join_city
from stakeholders.models import Profile


def create_profile_on_join(city: City, user: User, invitation: Invitation) -> None:
    """The person has a profile in the city, under the name the invitation gives. A minor takes no role but the resident's."""
    profile = join_city(user, city, invitation.display_name, language=invitation.language)
    if profile.is_minor and invitation.role != Role.RESIDENT:
        raise DomainError(_("This role is for grown-ups."), code="stakeholders.role_for_grown_ups")


def adult_display_names(users: Collection[int]) -> dict[int, str]:
    """How the grown-ups among these accounts are called in the scope's city. A child is named nowhere."""
    return dict(Profile.objects.grown_up().filter(user_id__in=users).values_list("user_id", "display_name"))
