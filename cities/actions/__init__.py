from cities.actions.cities import add_host, change_city, create_city, invalidate_public_pages, move_city, remove_host
from cities.actions.days import add_day, remove_day
from cities.actions.invitations import accept_invitation, find_invitation, invite_person, withdraw_invitation
from cities.actions.roles import end_role, grant_role

__all__ = [
    "accept_invitation",
    "add_day",
    "add_host",
    "change_city",
    "create_city",
    "end_role",
    "find_invitation",
    "grant_role",
    "invalidate_public_pages",
    "invite_person",
    "move_city",
    "remove_day",
    "remove_host",
    "withdraw_invitation",
]
