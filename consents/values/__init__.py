"""Ages, mailboxes, purposes, and the parts of a page that further apps fill."""

from consents.values.ages import ADULT, OLDEST, Age, age_now, age_of, guardian_needed_until, validate_birth, years_of
from consents.values.forgotten_addresses import forget_address, is_kept, replaces_mailbox
from consents.values.parts import CHILD_PARTS, MY_PARTS, START_LINKS, Part, StartLink, Things, WaitingLine
from consents.values.purposes import (
    ACCOUNT,
    ASKED_OF_ADULTS,
    ASKED_OF_GUARDIANS,
    PURPOSE_NAMES,
    describe_changes,
    write_answers,
)
from consents.values.validity import ASKED_BEFORE_DAYS, RESTS_DAYS, last_day_of_consent
from educities.kit.mailboxes import mailbox_of

__all__ = [
    "ACCOUNT",
    "ADULT",
    "ASKED_BEFORE_DAYS",
    "ASKED_OF_ADULTS",
    "ASKED_OF_GUARDIANS",
    "CHILD_PARTS",
    "MY_PARTS",
    "OLDEST",
    "PURPOSE_NAMES",
    "RESTS_DAYS",
    "START_LINKS",
    "Age",
    "Part",
    "StartLink",
    "Things",
    "WaitingLine",
    "age_now",
    "age_of",
    "describe_changes",
    "forget_address",
    "guardian_needed_until",
    "is_kept",
    "last_day_of_consent",
    "mailbox_of",
    "replaces_mailbox",
    "validate_birth",
    "write_answers",
    "years_of",
]
