from cities.actions.cities import add_host, change_city, create_city, move_city, remove_host, touch_pages
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
    "invite_person",
    "move_city",
    "remove_day",
    "remove_host",
    "touch_pages",
    "withdraw_invitation",
]
