"""Every write about guardians and consents."""

from consents.actions.ages import ANSWERS_ALONE, come_of_age, turn_ages
from consents.actions.answers import (
    answer_consents,
    answer_guardian,
    answer_link,
    change_consents,
    confirm_guardian,
    not_meant_for_me,
    refuse_guardian,
    refused_by_others,
    take_consent_back,
    want_again,
)
from consents.actions.children import CHILD_CLOSED
from consents.actions.consents import (
    CONSENT_CHANGED,
    ask_consent,
    expire_consent,
    give_consent,
    refuse_consent,
    withdraw_consent,
)
from consents.actions.guardians import (
    ask_confirmed,
    check_not_by_child,
    end_guardian,
    expire_questions,
    find_guardian_link,
    find_refused,
    invite_guardian,
    said_on,
)
from consents.actions.waiting import check_account, check_may_act, whom_we_asked

__all__ = [
    "ANSWERS_ALONE",
    "CHILD_CLOSED",
    "CONSENT_CHANGED",
    "answer_consents",
    "answer_guardian",
    "answer_link",
    "ask_confirmed",
    "ask_consent",
    "change_consents",
    "check_account",
    "check_may_act",
    "check_not_by_child",
    "come_of_age",
    "confirm_guardian",
    "end_guardian",
    "expire_consent",
    "expire_questions",
    "find_guardian_link",
    "find_refused",
    "give_consent",
    "invite_guardian",
    "not_meant_for_me",
    "refuse_consent",
    "refuse_guardian",
    "refused_by_others",
    "said_on",
    "take_consent_back",
    "turn_ages",
    "want_again",
    "whom_we_asked",
    "withdraw_consent",
]
