"""Mail and web addresses as people write them into cells."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

WEBSITE_LENGTH = 300
# What stands between the addresses of one cell, and around the address in `Name <address>`.
AROUND_ADDRESSES = re.compile(r"[\s,;/|<>()\[\]\"]+")
MAILTO = re.compile(r"mailto:", re.IGNORECASE)
# What most addresses look like: letters, digits and a few signs around one @. Others are asked of the validator.
PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


def find_emails(said: str) -> tuple[list[str], int]:
    """The good addresses of a cell, and how many seem to be meant."""
    parts = [part.strip(".'") for part in AROUND_ADDRESSES.split(MAILTO.sub("", said)) if part.strip(".'")]
    good = [part.partition("?")[0] for part in parts if is_email(part.partition("?")[0])]
    return good, sum("@" in part for part in parts)


def is_email(text: str) -> bool:
    """Would a form take it as a mail address?"""
    if len(text) > 254:
        return False
    if PLAIN_EMAIL.fullmatch(text) and len(text.partition("@")[0]) <= 64:
        return True
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def is_web_address(text: str) -> bool:
    """Would a form take it as the address of a page?"""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return len(text) <= WEBSITE_LENGTH
