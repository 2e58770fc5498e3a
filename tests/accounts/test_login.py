"""Which code may sign somebody in, and that signing in forgets the address that was offered."""

import re
from typing import Any

import pytest

from educities.embedded.steps import ROOT
from tests.accounts.test_sign_in import ask, link
from tests.factories import UserFactory
from tests.support import APPS

SIGNS_IN = re.compile(r"(?<![\w.])(?:login|perform_login|sign_in_by_link)\(request|force_login\(|sign_in_by_link\(self")
# The link that was asked for to sign in; what an account that was there never reaches; and an invitation, after that.
MAY_SIGN_IN = {"educities/accounts/views/login.py", "educities/accounts/views/__init__.py", "cities/views/public.py"}


def test_nothing_else_signs_anybody_in() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if SIGNS_IN.search(path.read_text())
    }
    assert found == MAY_SIGN_IN


@pytest.mark.django_db
def test_the_offered_address_is_forgotten_by_signing_in(client: Any) -> None:
    UserFactory(email="noa@example.org")
    session = client.session
    session["sign_in_address"] = "noa@example.org"
    session.save()
    assert 'value="noa@example.org"' in client.get("/accounts/login/").content.decode()
    ask(client)
    client.post(link())
    assert "_auth_user_id" in client.session
    assert "sign_in_address" not in client.session
