"""What an invitation by mail makes of whoever accepts it: a person of the city, who has said to be 18 or older."""

from django.utils.translation import gettext as _

from cities.models import City, Invitation, Role
from educities.accounts.actions import mark_age
from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders.actions.people import join_city
from stakeholders.queries import find_profile


def is_age_known(user: User) -> bool:
    """Does the scope's city know by the own word of the account's person whether they are 18?"""
    return not user.is_age_unsaid and find_profile(user) is not None


def create_profile_on_join(city: City, user: User, invitation: Invitation) -> None:
    """The person has a profile in the city, under the name the invitation gives. A minor takes no role but the resident's."""
    profile = join_city(user, city, invitation.display_name, language=invitation.language)
    # Nobody accepts without having said it, here or before; another city may learn something else in this moment.
    account = lock_row(user)
    mark_age(account, is_unsaid=False)
    user.is_age_unsaid = False
    if (profile.is_minor or account.is_minor) and invitation.role != Role.RESIDENT:
        raise DomainError(_("This role is only for people aged 18 or over."), code="stakeholders.role_for_grown_ups")
