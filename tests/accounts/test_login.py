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
MAY_SIGN_IN = {
    *("educities/accounts/views/login.py", "educities/accounts/views/__init__.py", "cities/views/public.py"),
    # Who comes back from a city's own sign-in, into the account that its person has linked.
    "stakeholders/views/signing_in.py",
}


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


class TestOneField:
    """The page of signing in asks once; a password is the next page."""

    PATH = "/accounts/login/"

    def fields(self, page: Any) -> list[str]:
        return re.findall(r'<input[^>]*?name="(email|login|password)"', page.content.decode())

    @pytest.mark.django_db
    def test_the_first_page_asks_for_an_address_alone(self, client: Any) -> None:
        assert self.fields(client.get(self.PATH)) == ["email"]

    @pytest.mark.django_db
    def test_the_next_one_asks_for_the_password_and_leads_on(self, client: Any) -> None:
        page = client.get(f"{self.PATH}?next=/c/bat-galim/mine/")
        assert "?password=1&amp;next=/c/bat-galim/mine/" in page.content.decode()
        page = client.get(f"{self.PATH}?password=1&next=/c/bat-galim/mine/")
        assert self.fields(page) == ["login", "password"]
        assert 'value="/c/bat-galim/mine/"' in page.content.decode()

    @pytest.mark.django_db
    def test_a_wrong_password_stays_on_its_page(self, client: Any) -> None:
        page = client.post(self.PATH, {"login": "noa@example.org", "password": "not this one 4"})
        assert self.fields(page) == ["login", "password"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/?password=1", "/accounts/signup/", "/accounts/password/reset/"])
def test_the_box_of_an_address_says_its_label_once_and_stands_left_to_right(client: Any, path: str) -> None:
    page = client.get(path).content.decode()
    assert "placeholder=" not in page.partition("<main")[2]
    assert 'dir="ltr"' in re.search(r'<input type="email"[^>]*>', page)[0]  # type: ignore[index]


@pytest.mark.django_db
def test_an_address_out_of_a_chat_is_sent_a_link(client: Any) -> None:
    UserFactory(email="noa@example.org")
    ask(client, "\u202anoa@example.org\u202c")
    assert link()


@pytest.mark.django_db
def test_an_address_out_of_a_chat_signs_in_with_its_password(client: Any) -> None:
    user = UserFactory(email="noa@example.org")
    user.set_password("a-long-password-1")
    user.save()
    client.post("/accounts/login/", {"login": "\u200fnoa@example.org", "password": "a-long-password-1"})
    assert client.session["_auth_user_id"] == str(user.pk)
