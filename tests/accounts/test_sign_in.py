"""Signing in by a link or a code of one's own mail: once, soon, from any browser; a look signs nobody in."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from educities.accounts.models import SignInLink, User
from educities.activity.models import AuditEntry, Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN, ASK, CODE = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def noa(db: Any) -> User:
    user = UserFactory(email="noa@example.org")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def ask(client: Any, email: str = "noa@example.org", **more: str) -> Any:
    return client.post(ASK, {"email": email, **more})


def letter() -> str:
    return Message.objects.order_by("-pk").first().payload["text"]


def link() -> str:
    return re.search(r"https?://[^/\s]+(/accounts/link/\S+)", letter())[1]


def code() -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter(), re.MULTILINE)[0]


def signed_in(client: Any) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_address_comes_first_and_asks_for_link_and_code(client: Any, noa: User) -> None:
    page = client.get(f"{LOGIN}?next=/c/bat-galim/mine/").content.decode()
    assert "Send me a link and a code" in page
    assert 'type="password"' not in page
    assert page.count('value="/c/bat-galim/mine/"') >= 1
    ask(client)
    assert Message.objects.count() == 1
    assert link()
    assert code()


def test_looking_signs_nobody_in_and_the_button_does_once_in_another_browser(client: Any, noa: User) -> None:
    ask(client, next="/accounts/me/")
    path, phone = link(), Client()
    for _look in range(2):
        page = phone.get(path)
        assert "noa@example.org" in page.content.decode()
        assert signed_in(phone) is None
    assert phone.post(path).url == "/accounts/me/"
    assert signed_in(phone) == str(noa.pk)
    assert AuditEntry.objects.filter(verb="accounts.signed_in_by_link", actor_id=noa.pk).count() == 1
    other = Client()
    assert (other.get(path).status_code, other.post(path).status_code, signed_in(other)) == (410, 410, None)


def test_only_a_hash_is_kept(client: Any, noa: User) -> None:
    ask(client)
    secret = link().strip("/").rsplit("/", 1)[1]
    assert secret not in str(SignInLink.objects.values().get())


def test_a_link_ends_with_the_code(client: Any, noa: User) -> None:
    ask(client)
    path, row = link(), SignInLink.objects.get()
    assert timedelta(minutes=14) < row.expires_at - timezone.now() <= timedelta(minutes=15)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(path).status_code == 410
    assert signed_in(client) is None


def test_a_new_link_voids_the_one_before_and_the_code_voids_the_link(client: Any, noa: User) -> None:
    ask(Client())
    first = link()
    ask(client)
    second, word = link(), code()
    assert Client().post(first).status_code == 410
    client.post(CODE, {"code": word})
    assert signed_in(client) == str(noa.pk)
    assert Client().post(second).status_code == 410


def test_a_link_is_no_second_step(client: Any, noa: User) -> None:
    Authenticator.objects.create(user=noa, type="totp", data={"secret": "test"})
    ask(client)
    answer = client.post(link())
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert signed_in(client) is None


def test_who_waits_for_a_mail_finds_the_way_to_an_account(client: Any) -> None:
    there = "/c/bat-galim/take-over/"
    sent = {"email": "nobody@example.org", "next": there}
    page = client.post(ASK, sent, follow=True).content.decode()
    assert f'href="/accounts/signup/?next={quote(there, safe="/")}"' in page


def test_an_unknown_address_is_answered_the_same_and_gets_no_mail(client: Any, noa: User) -> None:
    known, unknown = ask(Client()), ask(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Message.objects.count() == 1
    page = client.get(unknown.url).content.decode()
    assert "If " in page
    assert "has an account" in page


def test_a_closed_account_gets_none_and_an_old_one_does_not_open(client: Any, noa: User) -> None:
    ask(client)
    path = link()
    User.objects.update(is_active=False)
    assert client.post(path).status_code == 410
    assert signed_in(client) is None
    Message.objects.all().delete()
    ask(client)
    assert not Message.objects.exists()


def test_it_leads_nowhere_outside(client: Any, noa: User) -> None:
    ask(client)
    SignInLink.objects.update(target="https://elsewhere.example.org/")
    assert client.post(link()).url == "/onward/"


def test_the_second_tab_says_what_became_of_the_link(noa: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(LOGIN)
    ask(Client())
    path = link()
    answer = browser.post(path, {"csrfmiddlewaretoken": "of another tab"})
    assert answer.url == f"{path}?anew=1"
    assert browser.get(answer.url).status_code == 200


def test_guessing_is_slowed_down(client: Any, noa: User) -> None:
    answers = {client.post(f"/accounts/link/guess-{number}/").content for number in range(31)}
    assert any(b"Too many attempts" in one for one in answers)


def test_who_makes_an_account_twice_is_told_by_mail_alone(client: Any, noa: User) -> None:
    client.post("/accounts/signup/", {"email": "noa@example.org"})
    assert "/accounts/link/" in letter()
    assert "sign in with the link below" in letter()


@pytest.mark.parametrize(("chosen", "said"), [("", "تم تسجيل الدخول."), ("he", "הכניסה הצליחה.")])
def test_what_is_said_of_it_is_in_the_language_of_the_next_page(noa: User, chosen: str, said: str) -> None:
    """The account's; what this browser has chosen goes before."""
    User.objects.filter(pk=noa.pk).update(language="ar")
    client = Client(headers={"accept-language": "en"})
    if chosen:
        client.cookies["language"] = chosen
    ask(client)
    page = client.post(CODE, {"code": code()}, follow=True).content.decode()
    assert f'lang="{chosen or "ar"}"' in page
    assert said in page
