from educities.accounts.actions.addresses import (
    account_for,
    close_account,
    find_account,
    mark_age,
    mark_minor,
    open_account,
    proven_owner,
    unproven_account,
    wait_to_join,
)
from educities.accounts.actions.changes import find_change, find_first_change, offer_change_undo, undo_changes
from educities.accounts.actions.sessions import end_all_sessions, end_session, end_sessions
from educities.accounts.actions.sign_in import find_link, offer_link, use_link, void_links

__all__ = [
    "account_for",
    "close_account",
    "end_all_sessions",
    "end_session",
    "end_sessions",
    "find_account",
    "find_change",
    "find_first_change",
    "find_link",
    "mark_age",
    "mark_minor",
    "offer_change_undo",
    "offer_link",
    "open_account",
    "proven_owner",
    "undo_changes",
    "unproven_account",
    "use_link",
    "void_links",
    "wait_to_join",
]
