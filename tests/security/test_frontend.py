"""What each answer tells the browser: its kind, its policy, its cookies; and what no page and no script does."""

import re
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client

from educities.body_limits import TOO_LARGE, refuse_body
from tests.factories import ChallengeFactory, UserFactory
from tests.security.production import production
from tests.security.sources import scripts, templates
from tests.support import sign_in
from tests.test_urls import VIEWS

pytestmark = pytest.mark.django_db
# One address of each kind of answer, and what its Content-Type begins with.
KINDS = {
    "/": "text/html; charset=utf-8",
    "/c/bat-galim/challenges/": "text/html; charset=utf-8",
    "/nothing/": "text/html; charset=utf-8",
    "/c/bat-galim/%00/": "text/html; charset=utf-8",
    "/accounts/login/": "text/html; charset=utf-8",
    "/static/js/app.js": 'text/javascript; charset="utf-8"',
    "/static/css/main.css": 'text/css; charset="utf-8"',
    "/static/img/mark.svg": "image/svg+xml",
    "/api/v1/me": "application/problem+json",
    "/api/nothing": "application/problem+json",
    "/api/v1/openapi.yaml": "application/yaml",
    "/.well-known/oauth-authorization-server": "application/json",
}
PROBES = ("/livez", "/readyz")
# Of what people send only this is taken without the token of its page.
WITHOUT_TOKEN = {
    "set_language",  # a forged change of language harms nobody
    "stop_mail",  # one click of a mail program, by a signed address (RFC 8058)
}


@pytest.fixture
def https(settings: Any) -> Client:
    """A browser that comes by https to an installation that asks for it."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_SSL_REDIRECT = True
    return Client()


def fetch(browser: Client, path: str, **given: Any) -> HttpResponse:
    return browser.get(path, secure=True, **given)


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_each_answer_says_what_it_is_and_may_be_nothing_else(https: Client, city: Any, path: str, kind: str) -> None:
    answer = fetch(https, path)
    assert answer["Content-Type"].startswith(kind)
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PROBES)
def test_what_a_balancer_reads_may_be_nothing_else_either(https: Client, monkeypatch: Any, path: str) -> None:
    monkeypatch.setattr("educities.health.views.find_isolation_problems", list)
    answer = https.get(path)
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_refused_body_says_what_it_is() -> None:
    heads: list[tuple[str, str]] = []
    assert refuse_body(lambda _status, found: heads.extend(found)) == [TOO_LARGE]
    assert dict(heads)["Content-Type"] == "text/plain; charset=utf-8"
    assert dict(heads)["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", KINDS)
def test_each_answer_keeps_the_browser_to_https_and_to_this_place(https: Client, city: Any, path: str) -> None:
    answer = fetch(https, path)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    for directive in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[directive] == "'none'"
    assert policy["script-src"] == "'self'"


def test_a_year_of_https_is_the_productions_own_word() -> None:
    assert production()["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_only_what_is_for_everybody_is_read_from_other_origins(client: Client, city: Any) -> None:
    given = {"origin": "https://elsewhere.example"}
    allowed = [path for path in KINDS if "Access-Control-Allow-Origin" in client.get(path, headers=given)]
    assert [path for path in allowed if not path.startswith("/static/")] == ["/.well-known/oauth-authorization-server"]


def test_every_cookie_of_a_production_belongs_to_its_host() -> None:
    found = production()
    names = [found[f"{one}_COOKIE_NAME"] for one in ("SESSION", "CSRF", "LANGUAGE")] + found["OWN_COOKIES"]
    assert [name for name in names if not name.startswith("__Host-")] == []
    assert [found[f"{one}_COOKIE_SECURE"] for one in ("SESSION", "CSRF", "LANGUAGE")] == [True] * 3
    assert [found[f"{one}_COOKIE_SAMESITE"] for one in ("SESSION", "CSRF", "LANGUAGE")] == ["Lax"] * 3
    assert [found[f"{one}_COOKIE_DOMAIN"] for one in ("SESSION", "CSRF", "LANGUAGE")] == [None] * 3


def test_a_session_is_no_business_of_scripts(client: Client) -> None:
    user = UserFactory(email="noa@example.org", password="long-and-odd-1")
    answer = client.post("/accounts/login/", {"login": user.email, "password": "long-and-odd-1"})
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value not in answer.content.decode()
    page = client.get("/accounts/me/").content.decode()
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value not in page


def test_every_cookie_says_whether_other_sites_may_send_it(client: Client, scope: Any) -> None:
    challenge, noa = ChallengeFactory(), UserFactory(email="noa@example.org")
    found = SimpleCookie()
    client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", {"text": "A garden on each roof of ours"})
    found.update(client.cookies)
    client.post("/i18n/setlang/", {"language": "he"})
    found.update(client.cookies)
    sign_in(client, noa, second_factor=False)
    client.post("/accounts/me/", {"language": "ar"})
    found.update(client.cookies)
    assert {cookie["samesite"] for name, cookie in found.items()} == {"Lax"}


def test_a_form_without_its_token_is_taken_by_few_and_for_a_reason() -> None:
    """Programs send none: they carry a token of their own, and no cookie of theirs is read."""
    exempt = {(route, entry.name) for route, entry in VIEWS if getattr(entry.callback, "csrf_exempt", False)}
    assert {name for route, name in exempt if not route.startswith(("api", "identity/"))} == WITHOUT_TOKEN


@pytest.mark.parametrize("path", ["/accounts/me/", "/accounts/sessions/end-others/", "/accounts/logout/"])
def test_a_form_of_another_site_is_refused(path: str) -> None:
    browser = sign_in(Client(enforce_csrf_checks=True), UserFactory(), second_factor=False)
    key = browser.session.session_key
    assert browser.post(path, {"language": "he"}, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert browser.session.session_key == key


def test_looking_at_the_way_out_signs_nobody_out(client: Client) -> None:
    sign_in(client, UserFactory(), second_factor=False)
    client.get("/accounts/logout/")
    assert client.get("/accounts/me/").status_code == 200


def test_scripts_write_text_and_no_markup() -> None:
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment")
    assert [name for name, text in scripts().items() if markup.search(text)] == []


def test_scripts_hear_no_other_window() -> None:
    assert [name for name, text in scripts().items() if re.search(r"postMessage|[\"']message[\"']", text)] == []


def test_scripts_reach_no_prototype() -> None:
    """Nothing of what people type becomes the name of a property of anything but a plain record read from the browser."""
    assert [name for name, text in scripts().items() if re.search(r"__proto__|\.prototype\b|constructor\[", text)] == []


def test_pages_hold_no_plugin_and_no_frame_of_others() -> None:
    plugin = re.compile(r"<(object|embed|applet|marquee)\b|<iframe[^>]*src=\"https?:")
    assert [path for path, text in templates().items() if plugin.search(text)] == []


def test_a_file_is_kept_and_not_shown(client: Client, city: Any, director: Any) -> None:
    sign_in(client, director)
    answer = client.get("/c/bat-galim/history/history.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="history-bat-galim.csv"'
