"""Every write about guardians and consents."""

from consents.actions.ages import ANSWERS_ALONE, release_from_guardian, update_age_bands
from consents.actions.answers import (
    answer_consents,
    answer_guardian,
    answer_link,
    change_consents,
    confirm_guardian,
    refuse_guardian,
    refused_by_others,
    report_wrong_recipient,
    take_consent_back,
    want_again,
)
from consents.actions.children import CHILD_CLOSED
from consents.actions.consents import (
    CONSENT_CHANGED,
    ask_consent,
    assent_to_consent,
    expire_consent,
    give_consent,
    refuse_consent,
    withdraw_consent,
)
from consents.actions.guardians import (
    ENDED_EARLY,
    answered_on,
    ask_confirmed,
    check_not_by_child,
    end_guardian,
    find_guardian_link,
    find_refused,
    invite_guardian,
    take_question_back,
)
from consents.actions.minor_accounts import (
    ANSWERING,
    check_account,
    check_minor_limit,
    find_wrong_address,
    guardian_status_message,
)
from consents.actions.silence import expire_questions

__all__ = [
    "ANSWERING",
    "ANSWERS_ALONE",
    "CHILD_CLOSED",
    "CONSENT_CHANGED",
    "ENDED_EARLY",
    "answer_consents",
    "answer_guardian",
    "answer_link",
    "answered_on",
    "ask_confirmed",
    "ask_consent",
    "assent_to_consent",
    "change_consents",
    "check_account",
    "check_minor_limit",
    "check_not_by_child",
    "confirm_guardian",
    "end_guardian",
    "expire_consent",
    "expire_questions",
    "find_guardian_link",
    "find_refused",
    "find_wrong_address",
    "give_consent",
    "guardian_status_message",
    "invite_guardian",
    "refuse_consent",
    "refuse_guardian",
    "refused_by_others",
    "release_from_guardian",
    "report_wrong_recipient",
    "take_consent_back",
    "take_question_back",
    "update_age_bands",
    "want_again",
    "withdraw_consent",
]
