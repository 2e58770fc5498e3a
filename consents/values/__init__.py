"""Ages, mailboxes, purposes, and the parts of a page that further apps fill."""

from consents.values.ages import ADULT, OLDEST, Age, age_now, age_of, validate_birth, years_of
from consents.values.mailboxes import mailbox_of
from consents.values.parts import CHILD_PARTS, MY_PARTS, START_LINKS, Part, StartLink, Things, WaitingLine
from consents.values.purposes import ACCOUNT, ASKED_OF_GUARDIANS, PURPOSE_NAMES, describe_changes, write_answers

__all__ = [
    "ACCOUNT",
    "ADULT",
    "ASKED_OF_GUARDIANS",
    "CHILD_PARTS",
    "MY_PARTS",
    "OLDEST",
    "PURPOSE_NAMES",
    "START_LINKS",
    "Age",
    "Part",
    "StartLink",
    "Things",
    "WaitingLine",
    "age_now",
    "age_of",
    "describe_changes",
    "mailbox_of",
    "validate_birth",
    "write_answers",
    "years_of",
]
