"""The pages of signing in, on a phone, in three languages: they are allauth's, in our look and in our words."""

import re
from typing import Any

import pytest

from educities.activity.models import Message
from tests.browser.looks import chromium, faults, keep, open_page
from tests.factories import CityFactory, UserFactory
from tests.support import forget_limits_of_live_server, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUTSIDE = ("login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "inactive/", "link/nothing/")
INSIDE = (
    "logout/",
    "email/",
    "password/set/",
    "password/change/",
    "me/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/recovery-codes/generate/",
    "second-factor/",
)


def stands(page: Any, lang: str, name: str, refused: tuple[int, ...] = ()) -> list[str]:
    """What is wrong with the page they stand on; a picture of it is kept."""
    keep(page, f"sign-in {lang} {name}")
    found = [one for one in faults(page) if not any(f"status of {status}" in one for status in refused)]
    page.said.clear()
    return [f"{lang} {name}: {one}" for one in found]


def code_page(page: Any, base: str, lang: str, email: str) -> list[str]:
    """The page after asking for link and code, and the page of the link."""
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=email]", email)
    page.locator("main form .primary").first.click()
    page.wait_for_url("**/confirm/")
    wrong = stands(page, lang, "confirm")
    text = Message.objects.filter(recipient=email).order_by("-pk").first().payload["text"]
    page.goto(base + re.search(r"https?://[^/\s]+(/accounts/link/\S+)", text)[1])
    return wrong + stands(page, lang, "link")


def signup_page(page: Any, base: str, lang: str) -> list[str]:
    page.goto(f"{base}/accounts/signup/")
    page.fill("[name=email]", f"new-{lang}@example.org")
    page.locator("main form .primary").first.click()
    page.wait_for_url("**/confirm-email/**")
    return stands(page, lang, "signup code")


@pytest.mark.parametrize("lang", ["he", "ar", "en"])
def test_the_pages_of_signing_in_on_a_phone(live_server: Any, client: Any, lang: str) -> None:
    forget_limits_of_live_server()
    CityFactory()
    user = UserFactory(email="noa@example.org")
    wrong = []
    with chromium() as browser:
        told = [{"name": "language", "value": lang, "url": live_server.url}]
        page = open_page(browser, width=390, cookies=told)
        for path in OUTSIDE:
            page.goto(f"{live_server.url}/accounts/{path}")
            wrong += stands(page, lang, path, (410,))
        wrong += code_page(page, live_server.url, lang, user.email)
        wrong += signup_page(open_page(browser, width=390, cookies=told), live_server.url, lang)
        sign_in(client, user, second_factor=False)
        session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
        inside = open_page(browser, width=390, cookies=[*told, session])
        for path in INSIDE:
            inside.goto(f"{live_server.url}/accounts/{path}")
            wrong += stands(inside, lang, path)
    assert wrong == [], "\n".join(wrong)
