"""Passwords that somebody who knows the platform, or the person's address, would try first."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The platform's name and the words of its roles, in its three languages; docs/security.md lists them.
OWN_WORDS = (
    "educationcities", "educationcity", "educities", "education", "cities", "city",
    "director", "facilitator", "steward", "resident", "password",
    "עריחינוך", "עירחינוך", "חינוך", "מנהלת", "מנהל", "מנחה", "סיסמה",
    "مدنالتربية", "مدينةالتربية", "التربية", "مدينة", "مدير", "ميسر", "كلمةالمرور",
)  # fmt: skip
# What is left of a password without them has to be a secret by itself.
LEAST_OWN_SIGNS = 6
SIGNS = re.compile(r"[\s._@+-]+")


def strip_own_words(password: str, email: str = "") -> str:
    """What is left of a password without the platform's words, the parts of the address, and signs between them."""
    left = SIGNS.sub("", password.casefold())
    parts = [part for part in SIGNS.split(email.casefold()) if len(part) > 2]
    for word in sorted({*OWN_WORDS, *parts}, key=len, reverse=True):
        left = left.replace(word, "")
    return left


class OwnWordsValidator:
    """Refuses a password that is little more than the platform's words or the person's own address."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for such a password."""
        if len(strip_own_words(password, getattr(user, "email", "") or "")) < LEAST_OWN_SIGNS:
            text = _(
                "This password is easy to guess. Add words that have nothing to do with the platform or your address."
            )
            raise ValidationError(text, code="password_own_words")

    def get_help_text(self) -> str:
        return _("Use words that have nothing to do with the platform or your address.")
