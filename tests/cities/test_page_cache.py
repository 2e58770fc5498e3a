"""Public pages are kept for readers without a session: no query, no token, never stale after an action."""

import gzip
from base64 import b64encode
from hashlib import sha256
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from challenges.actions import change_challenge, support_idea, write_idea
from cities.values import version_key
from educities.kit.sheet import first_sheet
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, CityFactory, ProfileFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def challenge(transactional_db: Any) -> Any:
    city = CityFactory(slug="bat-galim")
    with city_scope(city.pk):
        return ChallengeFactory(question={"en": "What shall we plant?"})


def test_a_kept_page_costs_no_query_and_holds_no_token(client: Any, challenge: Any) -> None:
    url = f"/c/bat-galim/challenges/{challenge.pk}/"
    assert len(queries_of(lambda: client.get(url))) <= 5
    assert queries_of(lambda: client.get(url)) == []
    page = client.get(url)
    assert page["X-Kept"] == "1"
    assert b"csrfmiddlewaretoken" not in page.content
    assert len(page.content) < 100_000


def test_a_kept_page_travels_packed_and_reads_the_same(client: Any, challenge: Any) -> None:
    url = f"/c/bat-galim/challenges/{challenge.pk}/"
    drawn = client.get(url, HTTP_ACCEPT_ENCODING="gzip, br", HTTP_REFERER="http://testserver/", HTTP_HOST="testserver")
    kept = client.get(url, HTTP_ACCEPT_ENCODING="gzip, br", HTTP_REFERER="http://testserver/", HTTP_HOST="testserver")
    plain = client.get(url)
    assert [one.get("X-Kept") for one in (drawn, kept, plain)] == [None, "1", "1"]
    for one in (drawn, kept):
        assert one["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in one["Vary"]
        assert gzip.decompress(one.content) == plain.content
        assert int(one["Content-Length"]) == len(one.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    assert int(plain["Content-Length"]) == len(plain.content)


def test_a_first_page_holds_the_sheet_that_its_policy_allows(client: Any, challenge: Any) -> None:
    url = f"/c/bat-galim/challenges/{challenge.pk}/"
    for kept in (None, "1"):
        page = client.get(url, HTTP_HOST="testserver", HTTP_ACCEPT_ENCODING="gzip")
        assert page.get("X-Kept") == kept
        text = gzip.decompress(page.content)
        assert text.count(b"<style>") == 1
        assert first_sheet().link not in text
        digest = sha256(text.partition(b"<style>")[2].partition(b"</style>")[0]).digest()
        assert f"'sha256-{b64encode(digest).decode()}'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/c/bat-galim/"])
def test_a_page_that_is_not_kept_holds_it_too(client: Any, challenge: Any, path: str) -> None:
    page = client.get(path, HTTP_HOST="testserver", HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(page.content).count(b"<style>") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_REFERER": "http://testserver/"},
        {"HTTP_REFERER": "http://elsewhere.example/"},
    ],
    ids=["led here by a page of ours", "a browser that unpacks nothing"],
)
def test_others_get_the_sheet_as_a_file(client: Any, challenge: Any, headers: Any) -> None:
    page = client.get("/c/bat-galim/", HTTP_HOST="testserver", **headers)
    text = page.content if page.get("Content-Encoding") != "gzip" else gzip.decompress(page.content)
    assert first_sheet().link in text
    assert "sha256" not in page["Content-Security-Policy"]


def test_the_sheet_inside_finds_its_letters() -> None:
    assert b"url(../" not in first_sheet().inside
    assert b"/static/fonts/rubik-hebrew" in first_sheet().inside


def test_a_page_with_a_token_of_before_never_travels_packed(client: Any, challenge: Any) -> None:
    form = f"/c/bat-galim/challenges/{challenge.pk}/idea/"
    client.get(form)
    page = client.get(form, HTTP_HOST="testserver", HTTP_ACCEPT_ENCODING="gzip")
    assert b"csrfmiddlewaretoken" in page.content
    assert "Content-Encoding" not in page


def test_a_first_form_travels_packed_with_the_sheet_and_a_new_token_each_time(challenge: Any) -> None:
    """Nothing is to be guessed from its length: who brings no token gets another one with each answer."""
    tokens = set()
    for _time in range(2):
        browser = Client()
        form = f"/c/bat-galim/challenges/{challenge.pk}/idea/"
        page = browser.get(form, HTTP_HOST="testserver", HTTP_ACCEPT_ENCODING="gzip")
        assert gzip.decompress(page.content).count(b"<style>") == 1
        tokens.add(browser.cookies[settings.CSRF_COOKIE_NAME].value)
    assert len(tokens) == 2


def test_an_action_shows_at_once(client: Any, challenge: Any) -> None:
    url = f"/c/bat-galim/challenges/{challenge.pk}/"
    client.get(url)
    with city_scope(challenge.city_id):
        author, friend = ProfileFactory(), ProfileFactory()
        idea = write_idea(challenge, author=author, actor=None, text="Strawberries by the wall", language="en")
        assert "Strawberries" in client.get(url).content.decode()
        support_idea(idea, profile=friend, actor=None)
        assert "1 supporter" in client.get(url).content.decode()
        change_challenge(challenge, actor=None, question={"en": "What shall we sow?"})
    assert "What shall we sow?" in client.get(url).content.decode()


def test_languages_are_kept_apart(client: Any, challenge: Any) -> None:
    url = "/c/bat-galim/challenges/"
    english = client.get(url, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    hebrew = client.get(url, HTTP_ACCEPT_LANGUAGE="he").content.decode()
    assert 'lang="en"' in english
    assert 'lang="he"' in hebrew
    assert client.get(url, HTTP_ACCEPT_LANGUAGE="he").content.decode() == hebrew


def test_list_costs_the_same_for_one_and_three(client: Any, challenge: Any) -> None:
    with city_scope(challenge.city_id):
        one = queries_of(lambda: client.get("/c/bat-galim/challenges/?before=999999"))
        ChallengeFactory.create_batch(2)
        three = queries_of(lambda: client.get("/c/bat-galim/challenges/?before=999998"))
    # The city, and the rows with what their cards show.
    assert [len(one), len(three)] == [2, 2], "\n".join(three)


def test_a_page_drawn_from_an_older_version_is_drawn_anew(client: Any, challenge: Any) -> None:
    """Somebody else's worker counted the version up; what this one kept does not count any more."""
    url = "/c/bat-galim/challenges/"
    client.get(url)
    cache.set(version_key("bat-galim"), 999)
    assert "X-Kept" not in client.get(url)


def test_pages_are_drawn_while_the_cache_is_away(client: Any, challenge: Any, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    url = "/c/bat-galim/challenges/"
    for _n in range(2):
        page = client.get(url)
        assert (page.status_code, "X-Kept" in page) == (200, False)


def test_one_client_of_the_cache_serves_many_calls() -> None:
    asked = cache._cache
    assert asked.get_client("a") is asked.get_client("b")
    assert asked.get_client("a", write=True) is asked.get_client(None, write=True)


def test_what_just_happened_is_said_to_one_reader(client: Any, challenge: Any) -> None:
    """A message waits in a cookie of its own, with a session or without."""
    url, said = f"/c/bat-galim/challenges/{challenge.pk}/", "This link no longer works."

    def read() -> HttpResponse:
        storage, answer, reader = CookieStorage(RequestFactory().get(url)), HttpResponse(), Client()
        storage.add(messages.ERROR, said)
        storage.update(answer)
        reader.cookies = answer.cookies
        return reader.get(url)

    assert said in read().content.decode()
    page = client.get(url)
    assert ("X-Kept" in page, said in page.content.decode()) == (False, False)
    assert client.get(url)["X-Kept"] == "1"
    assert said in read().content.decode()


def test_the_page_of_a_strangers_host_is_kept_for_that_host_alone(client: Any, challenge: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    url = challenge.get_absolute_url()
    assert "evil.example" in client.get(url, HTTP_HOST="evil.example").content.decode()
    page = client.get(url, HTTP_HOST="testserver")
    assert "X-Kept" not in page
    assert "evil.example" not in page.content.decode()


def test_an_action_of_another_process_is_seen_by_the_live_server(live_server: Any, challenge: Any) -> None:
    """What a test does counts for the threads that answer its browser: else one reads the page of the test before."""
    url = f"{live_server.url}/c/bat-galim/challenges/{challenge.pk}/"
    assert "A bench in the shade" not in urlopen(url).read().decode()
    with city_scope(challenge.city_id):
        write_idea(challenge, author=ProfileFactory(), actor=None, text="A bench in the shade", language="en")
    assert "A bench in the shade" in urlopen(url).read().decode()
