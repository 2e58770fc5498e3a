"""Every write about guardians and consents."""

from consents.actions.ages import ANSWERS_ALONE, release_from_guardian, update_age_bands
from consents.actions.answers import (
    answer_consents,
    answer_guardian,
    answer_link,
    change_consents,
    confirm_guardian,
    lock_answers,
    refuse_guardian,
    report_wrong_recipient,
    take_consent_back,
    want_again,
)
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
    end_guardian,
    find_guardian_link,
    find_mistaken,
    find_refused,
    invite_guardian,
    return_question,
    take_question_back,
)
from consents.actions.link_readers import check_guardian_address, check_reader
from consents.actions.minor_accounts import (
    ANSWERING,
    check_account,
    check_minor_limit,
    find_wrong_address,
    guardian_status_message,
)
from consents.actions.newer_answers import Contradiction, find_contradiction, find_signer
from consents.actions.own_consents import answer_own_consents
from consents.actions.recompute import lock_minor, refused_by_adults, refused_by_others
from consents.actions.renewal import end_due_consents, find_renewal, renew_consents, update_consents
from consents.actions.signed_forms import Signature, enter_signed_form, record_scan_read
from consents.actions.silence import expire_questions

__all__ = [
    "ANSWERING",
    "ANSWERS_ALONE",
    "CONSENT_CHANGED",
    "ENDED_EARLY",
    "Contradiction",
    "Signature",
    "answer_consents",
    "answer_guardian",
    "answer_link",
    "answer_own_consents",
    "answered_on",
    "ask_confirmed",
    "ask_consent",
    "assent_to_consent",
    "change_consents",
    "check_account",
    "check_guardian_address",
    "check_minor_limit",
    "check_reader",
    "confirm_guardian",
    "end_due_consents",
    "end_guardian",
    "enter_signed_form",
    "expire_consent",
    "expire_questions",
    "find_contradiction",
    "find_guardian_link",
    "find_mistaken",
    "find_refused",
    "find_renewal",
    "find_signer",
    "find_wrong_address",
    "give_consent",
    "guardian_status_message",
    "invite_guardian",
    "lock_answers",
    "lock_minor",
    "record_scan_read",
    "refuse_consent",
    "refuse_guardian",
    "refused_by_adults",
    "refused_by_others",
    "release_from_guardian",
    "renew_consents",
    "report_wrong_recipient",
    "return_question",
    "take_consent_back",
    "take_question_back",
    "update_age_bands",
    "update_consents",
    "want_again",
    "withdraw_consent",
]
