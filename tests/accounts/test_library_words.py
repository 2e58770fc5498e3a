"""What a library says stands in this site's own voice, in English too."""

import re

import pytest
from django.core.validators import MaxValueValidator, MinLengthValidator, ValidationError
from django.utils.translation import gettext, override

from educities.accounts.allauth_strings import ALLAUTH_STRINGS

TITLE_CASE = re.compile(r"[a-z] (?!QR|PIN|JavaScript)[A-Z]")
OTHER_WORDS = re.compile(r"security key|two-factor|primary|logged in|login|TOTP|unverified", re.IGNORECASE)


def test_english_has_no_titles_in_capitals_and_one_word_for_a_thing() -> None:
    with override("en"):
        said = [gettext(text) for text in ALLAUTH_STRINGS]
    assert [text for text in said if TITLE_CASE.search(text) or OTHER_WORDS.search(text)] == []


def test_limits_are_said_as_what_to_do() -> None:
    with override("en"):
        with pytest.raises(ValidationError) as short:
            MinLengthValidator(20)("short")
        with pytest.raises(ValidationError) as high:
            MaxValueValidator(18)(19)
        assert short.value.messages == ["Write at least 20 characters. Now there are 5."]
        assert high.value.messages == ["Enter 18 or less."]
