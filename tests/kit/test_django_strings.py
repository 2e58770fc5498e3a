"""What libraries say of fields and texts, in the reader's language and without signs that turn a text."""

import re

import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.template.defaultfilters import truncatechars
from django.utils import translation

from educities.kit.catalogue import load_catalogue

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_a_text_cut_short_carries_no_sign_that_turns_it(language):
    with translation.override(language):
        assert truncatechars("A wall where anyone may write", 10) == "A wall wh…"


@pytest.mark.parametrize("language", ["he", "ar"])
def test_our_own_texts_carry_none(language):
    texts = [message.string for message in load_catalogue(language) if message.id]
    assert [text for text in texts if TURNING.search(str(text))] == []


@pytest.mark.parametrize(
    ("language", "says"),
    [("he", "כתובת המייל לא נכונה. לדוגמה: name@example.org"), ("ar", "عنوان البريد غير صحيح. مثال: name@example.org")],
)
def test_a_wrong_address_is_said_with_an_example(language, says):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        forms.EmailField().clean("noa at example")
    with translation.override(language):
        assert refused.value.messages == [says]


@pytest.mark.parametrize("language", ["he", "ar"])
def test_a_short_password_is_refused_in_the_readers_language(language):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        MinimumLengthValidator(10).validate("short")
    with translation.override(language):
        assert not re.search("[A-Za-z]", refused.value.messages[0])
