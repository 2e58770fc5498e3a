"""Making an account: there is a way on from every page, whatever was mistyped."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
VERIFY = "/accounts/confirm-email/"


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def newest_letter(address: str = "noa@example.org") -> str:
    deliver_due()
    return [one for one in mail.outbox if one.to == [address]][-1].body


def code_in(letter: str) -> str:
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter, re.MULTILINE)[1]


def sign_up(client: Any, address: str = "noa@example.org") -> Any:
    return client.post("/accounts/signup/", {"email": address}, follow=True)


def guess(client: Any, times: int) -> Any:
    for _time in range(times):
        page = client.post(VERIFY, {"code": "WRO-NG1"}, follow=True)
    return page


def test_the_right_code_opens_the_account(client: Any) -> None:
    sign_up(client)
    client.post(VERIFY, {"code": code_in(newest_letter())})
    assert client.session["_auth_user_id"]


def test_the_page_of_the_code_offers_another_code_and_another_address(client: Any) -> None:
    page = sign_up(client).content.decode()
    assert 'value="resend"' in page
    assert "Another email address" in page


def test_the_address_can_be_corrected(client: Any) -> None:
    sign_up(client, "noa@exmaple.org")
    page = client.post("/accounts/logout/", {"next": "/accounts/signup/"}, follow=True)
    assert page.redirect_chain[-1] == ("/accounts/signup/", 302)
    sign_up(client, "noa@example.org")
    client.post(VERIFY, {"code": code_in(newest_letter())})
    assert str(User.objects.get(email="noa@example.org").pk) == client.session["_auth_user_id"]


def test_a_new_code_is_sent(client: Any) -> None:
    sign_up(client)
    first = code_in(newest_letter())
    client.post(VERIFY, {"action": "resend"})
    assert code_in(newest_letter()) != first


def test_after_three_wrong_codes_there_is_a_way_on(client: Any) -> None:
    sign_up(client)
    page = guess(client, 3)
    assert page.status_code == 200
    assert "/accounts/signup/" in page.content.decode() or "/accounts/login/" in page.content.decode()
    assert "is no longer valid. Ask for a new one." in page.content.decode()
    assert "Too many" not in page.content.decode()


def test_who_begins_anew_after_wrong_codes_gets_in_by_the_link(client: Any) -> None:
    sign_up(client)
    guess(client, 3)
    sign_up(client)
    link = re.search(r"https?://[^/\s]+(/accounts/link/\S+)", newest_letter())[1]
    assert client.get(link).status_code == 200
    client.post(link)
    assert client.session["_auth_user_id"]


def test_who_begins_anew_too_soon_is_promised_nothing_of_the_code_that_is_void(client: Any, settings: Any) -> None:
    """With the limits of an installation, which these tests otherwise leave off."""
    settings.ACCOUNT_RATE_LIMITS = {}
    sign_up(client)
    guess(client, 3)
    page = sign_up(client)
    assert page.status_code == 429
    text = page.content.decode()
    assert "still works" not in text
    assert 'href="/accounts/login/"' in text
    client.post("/accounts/login/code/", {"email": "noa@example.org"})
    assert re.search(r"/accounts/link/\S+", newest_letter())


def test_who_waits_for_a_code_reaches_the_page_of_sign_in_by_cancelling(client: Any) -> None:
    sign_up(client)
    page = client.post("/accounts/logout/", {"next": "/accounts/login/"}, follow=True)
    assert page.redirect_chain[-1] == ("/accounts/login/", 302)
    assert page.status_code == 200


def test_the_way_to_another_address_tells_nobody_who_has_an_account(client: Any) -> None:
    """Both pages offer the same."""
    UserFactory(email="known@example.org")
    pages = []
    for email in ("known@example.org", "newer@example.org"):
        browser = Client()
        page = browser.post("/accounts/signup/", {"email": email}, follow=True).content.decode()
        assert "Another email address" in page
        pages.append(re.findall(r"<(?:a|button|summary)\b[^>]*>", page.partition("<main")[2].partition("</main>")[0]))
    assert pages[0] == pages[1]


def test_too_often_is_a_page_with_a_way_on(client: Any, rf: Any) -> None:
    from allauth.core.internal.ratelimit import handler429

    request = client.get("/accounts/signup/").wsgi_request
    page = handler429(request)
    assert page.status_code == 429
    assert 'href="/accounts/login/"' in page.content.decode()
    assert "Wait a few minutes" in page.content.decode()


def test_the_mail_of_a_code_says_why_from_where_and_until_when(client: Any, scope: Any) -> None:
    client.post("/accounts/signup/", {"email": "noa@example.org", "next": f"/c/{scope.slug}/mine/"}, follow=True)
    letter = " ".join(newest_letter().split())
    assert "The code works once, for 15 minutes, or until you ask for a new one." in letter
    assert "an account is being opened with this address at Education Cities (" in letter
    assert f"on the way to {scope.name['en']}." in letter


def test_the_mail_of_a_code_names_no_city_to_which_nobody_goes(client: Any) -> None:
    sign_up(client)
    letter = newest_letter()
    assert "an account is being opened with this address" in letter
    assert "on the way to" not in letter


def test_the_code_asked_for_again_says_the_same(client: Any) -> None:
    sign_up(client)
    client.post(VERIFY, {"action": "resend"})
    assert "an account is being opened with this address" in newest_letter()
