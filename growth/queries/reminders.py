"""Who is reminded of an invitation, and where each of them answers."""

from typing import Any

from django.db.models import Q

from cities.queries import city_today
from educities.accounts.models import User
from growth.models import Invitee, Round
from growth.queries import find_invitees_of, list_users_of


def list_silent(row: Round) -> list[User]:
    """The accounts of those who have not answered yet, while they may."""
    if row.ends_on < city_today():
        return []
    silent = row.invitees.filter(state=Invitee.State.ASKED).select_related("profile")
    found = {user.pk: user for users in list_users_of(list(silent)).values() for user in users}
    return list(found.values())


def find_own_page(row: Round, user: User) -> dict[str, Any]:
    """The page on which this person answers."""
    own = find_invitees_of(user).filter(Q(round=row), state=Invitee.State.ASKED).select_related("city").first()
    return {"url": own.get_absolute_url()} if own else {}
