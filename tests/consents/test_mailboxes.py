"""One mailbox under its many spellings."""

import pytest

from consents.values import mailbox_of

SAME = [
    ("k2@example.org", "K2+Mum@EXAMPLE.org"),
    ("k2@example.org", "k2@example.org\u200f"),
    ("k2@example.org", "\u202bk2\u200b@example.org\ufeff"),
    ("k2@example.org", "\uff4b2@example.org"),
    ("k2@example.org", '"k2"@example.org.'),
    ("nlevi@gmail.com", "N.Levi+city@googlemail.com"),
    ("noa@icloud.com", "noa@me.com"),
    ("noa@bücher.example", "noa@xn--bcher-kva.example"),
]
DIFFERENT = [
    ("n.levi@example.org", "nlevi@example.org"),
    ("k2@example.org", "k2@example.com"),
    ("k2-mum@example.org", "k2@example.org"),
    ("+a@example.org", "+b@example.org"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_spelling_is_the_same_mailbox(one: str, other: str) -> None:
    assert mailbox_of(one) == mailbox_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_may_be_another_persons_is_another(one: str, other: str) -> None:
    assert mailbox_of(one) != mailbox_of(other)
