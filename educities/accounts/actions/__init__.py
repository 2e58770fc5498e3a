from educities.accounts.actions.addresses import account_for, unproven_account
from educities.accounts.actions.consents import (
    ON_CONSENT_CHANGED,
    ask_consent,
    give_consent,
    has_consent,
    refuse_consent,
    withdraw_consent,
)
from educities.accounts.actions.guardians import (
    answer_guardian,
    end_guardian,
    find_guardian_link,
    invite_guardian,
    refuse_guardian,
)

__all__ = [
    "ON_CONSENT_CHANGED",
    "account_for",
    "answer_guardian",
    "ask_consent",
    "end_guardian",
    "find_guardian_link",
    "give_consent",
    "has_consent",
    "invite_guardian",
    "refuse_consent",
    "refuse_guardian",
    "unproven_account",
    "withdraw_consent",
]
