"""The mails about signing in stand in the frame of all others, made of the text that goes beside it."""

from typing import Any

import pytest
from django.utils.translation import override

from educities.accounts.texts.sign_in_mails import sign_in_html

TEXT = """Open this link on any device and choose “Sign in”:
https://x.example/accounts/link/abc/

Or type this code where you asked for it:
ABCD-1234

The link and the code work once.

--
Education Cities
"""


@pytest.fixture
def html() -> Any:
    with override("en"):
        return sign_in_html("login_code", "Your sign-in link and code", TEXT)


def test_the_address_is_a_button_with_a_verb(html: str) -> None:
    assert html.count('href="https://x.example/accounts/link/abc/"') == 2
    assert ">Sign in</a>" in html


def test_the_code_stands_out(html: str) -> None:
    assert "<b>ABCD-1234</b>" in html


def test_the_last_words_say_why_and_nothing_can_be_stopped(html: str) -> None:
    assert html.index("The link and the code work once.") > html.index("Sign in</a>")
    assert "/emails/stop/" not in html
