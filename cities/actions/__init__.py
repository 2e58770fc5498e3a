from cities.actions.cities import (
    add_host,
    change_city,
    create_city,
    invalidate_public_pages,
    move_city,
    publish_city,
    remove_host,
    unpublish_city,
)
from cities.actions.days import add_day, remove_day
from cities.actions.emergency import close_emergency_access, find_emergency_access, open_emergency_access
from cities.actions.invitations import (
    accept_invitation,
    asks_age,
    find_accepted,
    find_invitation,
    invite_person,
    withdraw_invitation,
)
from cities.actions.privacy import change_notice, lock_notice
from cities.actions.restores import announce_restore, look_at_restore
from cities.actions.role_days import change_role_days, describe_why_days_stay
from cities.actions.roles import (
    describe_why_role_stays,
    end_role,
    find_deputies,
    give_role_back,
    grant_role,
    is_last_director,
    list_role_notes,
)
from cities.actions.terms import Term

__all__ = [
    "Term",
    "accept_invitation",
    "add_day",
    "add_host",
    "announce_restore",
    "asks_age",
    "change_city",
    "change_notice",
    "change_role_days",
    "close_emergency_access",
    "create_city",
    "describe_why_days_stay",
    "describe_why_role_stays",
    "end_role",
    "find_accepted",
    "find_deputies",
    "find_emergency_access",
    "find_invitation",
    "give_role_back",
    "grant_role",
    "invalidate_public_pages",
    "invite_person",
    "is_last_director",
    "list_role_notes",
    "lock_notice",
    "look_at_restore",
    "move_city",
    "open_emergency_access",
    "publish_city",
    "remove_day",
    "remove_host",
    "unpublish_city",
    "withdraw_invitation",
]
