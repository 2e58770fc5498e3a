"""What stands before the partner API: tokens, scopes, languages, and that whatever is answered below /api is a problem."""

import base64
import re
import secrets
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from cities.models import Membership
from educities.accounts.models import IdempotentAnswer, PartnerClient
from educities.api import authentication, paging
from educities.api.scopes import scope_labels
from educities.tenancy.scope import city_scope
from programs.models import IndicatorValue
from reports.actions.partners import make_partner, revoke_partner
from tests.factories import IndicatorFactory, OrganisationFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
TOKEN = "/identity/o/api/token"
HEBREW, ARABIC = re.compile(r"[\u05d0-\u05ea]"), re.compile(r"[\u0621-\u064a]")


def admit(city: Any, director: Any, *scopes: str) -> tuple[PartnerClient, str]:
    until = date.today() + timedelta(days=9)
    return make_partner(city, actor=director, name="p", scopes=list(scopes or scope_labels()), expires_on=until)


def bearer(partner: PartnerClient, *scopes: str) -> Client:
    """A client that holds a token for these scopes."""
    value = secrets.token_urlsafe()
    token = Token(type=Token.Type.ACCESS_TOKEN, client=partner.client, expires_at=timezone.now() + timedelta(hours=1))
    token.set_value(value)
    token.set_scopes(list(scopes or scope_labels()))
    token.save()
    return Client(raise_request_exception=False, headers={"authorization": f"Bearer {value}"})


@pytest.fixture
def client_of(city: Any, director: Any) -> Callable[..., Client]:
    return lambda *scopes: bearer(admit(city, director)[0], *scopes)


def ask_token(client_id: str, secret: str, **more: str) -> Any:
    """As most programs send it: joined as they are, without encoding them first."""
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", **more}
    return Client(raise_request_exception=False).post(TOKEN, form, headers={"authorization": f"Basic {basic}"})


BASE = "/api/v1/cities/bat-galim"


def test_head_needs_what_get_needs(client_of: Any) -> None:
    client = client_of("labs:read")
    for method, path, status in (
        ("GET", "organisations", 403),
        ("HEAD", "organisations", 403),
        ("HEAD", "cohorts", 200),
        ("OPTIONS", "organisations", 405),
    ):
        assert client.generic(method, f"{BASE}/{path}").status_code == status, (method, path)
    assert client.delete(f"{BASE}/cohorts")["Allow"] == "GET, HEAD"


def test_no_page_is_larger_than_the_largest(client_of: Any, city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST", 2)
    with city_scope(city.pk):
        OrganisationFactory.create_batch(3)
    client = client_of()
    assert len(client.get(f"{BASE}/organisations?page_size=000002").json()["results"]) == 2
    for text in ("00000001000000", "0000000003", "9" * 5000, "3"):
        assert client.get(f"{BASE}/organisations?page_size={text}").status_code == 400, text


def test_a_secret_needs_no_encoding(city: Any, director: Any) -> None:
    for _n in range(20):
        _partner, secret = admit(city, director)
        assert re.fullmatch(r"[\w-]{60,}", secret, re.ASCII)
    partner, secret = admit(city, director, "labs:read")
    answer = ask_token(partner.client_id, secret)
    assert (answer.status_code, answer.json()["scope"], answer.json()["token_type"]) == (200, "labs:read", "Bearer")
    assert ask_token(partner.client_id, f"{secret}x").status_code == 401


def test_only_a_program_that_may_call_gets_a_token(city: Any, director: Any) -> None:
    partner, secret = admit(city, director)
    wrong = ask_token(partner.client_id, "wrong")
    assert ask_token(partner.client_id, secret).status_code == 200
    caller = bearer(partner)
    role, rows = Membership.objects.filter(user=director), PartnerClient.objects.filter(pk=partner.pk)
    past = timezone.now().date() - timedelta(days=1)
    for row, change in ((rows, {"expires_on": past}), (role, {"ends_on": past}), (role, {"role": "facilitator"})):
        before = row.values(*change).get()
        row.update(**change)
        refused = ask_token(partner.client_id, secret)
        assert (refused.status_code, refused.json()) == (wrong.status_code, wrong.json()), change
        assert refused.json() == {"error": "invalid_client"}
        assert caller.get("/api/v1/me").status_code == 401, change
        assert Token.objects.filter(client=partner.client).count() == 2, "none was made"
        row.update(**before)
        assert caller.get("/api/v1/me").status_code == 200
    director.is_active = False
    director.save()
    assert (ask_token(partner.client_id, secret).status_code, caller.get("/api/v1/me").status_code) == (401, 401)
    director.is_active = True
    director.save()
    revoke_partner(partner, actor=director)
    assert ask_token(partner.client_id, secret).status_code == 401
    assert not Token.objects.exists()


def test_the_page_says_which_program_rests(client: Any, sign_in: Any, city: Any, director: Any, operator: Any) -> None:
    admit(city, director)
    admit(city, operator)
    sign_in(client, director)
    page = client.get("/c/bat-galim/partners/").content.decode()
    assert page.count("suspended: the director who added this app") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/c/pr%00/",
        "/c/bat-galim/challenges/?q=%00",
        f"{BASE}/organisations?state=%00",
        "/api/v1/cities/pr%00/organisations",
    ],
)
def test_nul_in_an_address_is_refused(address: str, city: Any) -> None:
    answer = Client(raise_request_exception=False).get(address, headers={"accept-language": "he"})
    assert answer.status_code == 400
    if address.startswith("/api/"):
        assert answer["Content-Type"] == PROBLEM
    else:
        assert 'lang="he" dir="rtl"' in answer.content.decode()


@pytest.mark.parametrize("given", [{"client_id": "x\x00"}, {"grant_type": "\x00"}, {"scope": "\x00"}, {"\x00": "a"}])
def test_nul_in_a_question_for_a_token_is_refused(given: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post(TOKEN, {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y", **given})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert ask_token("x\x00", "y").status_code == 400


@pytest.mark.parametrize(
    "path", ["", "/", "/v1", "/v1/", "/v2/me", "/v1/nothing", "/v1/cities/x%2Fy/z", "/v1/cities/pr_x/"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_whatever_lies_below_api_is_answered_as_a_problem(path: str, method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, f"/api{path}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, PROBLEM, "not_found")


def test_a_host_that_is_not_ours_is_a_problem(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["cities.example.org"]
    answer = Client(headers={"host": "elsewhere.example"}).get("/api/v1/me")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (400, PROBLEM, "bad_request")


def test_a_database_that_is_away_is_a_problem_like_any_other(client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any) -> None:
        msg = "gone"
        raise OperationalError(msg)

    client = client_of()
    monkeypatch.setattr("stakeholders.api.Organisations.find_page", away)
    answer = client.get(f"{BASE}/organisations", headers={"accept-language": "he"})
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, PROBLEM, "5")
    assert (told["type"], told["request_id"]) == ("urn:educities:problem:database.away", answer["X-Request-ID"])
    assert HEBREW.search(told["title"])


@pytest.mark.parametrize("path", [f"{BASE}/organisations", "/c/bat-galim/"])
def test_a_database_that_is_away_has_one_line_in_the_log(
    client_of: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        msg = "gone"
        raise OperationalError(msg)

    client = client_of()
    monkeypatch.setattr("stakeholders.api.Organisations.find_page", away)
    monkeypatch.setattr("cities.views.public.CityPage.get", away)
    assert client.get(path).status_code == 503
    assert [line.message for line in caplog.records if line.levelname != "INFO"] == ["database away"]


def wrong_figures() -> list[dict[str, Any]]:
    fine = {"series": "actual", "period": 2024, "value": "1"}
    return [
        {},
        {**fine, "series": "x"},
        {**fine, "series": None},
        {**fine, "period": "x"},
        {**fine, "period": 1},
        {**fine, "period": 9999},
        {**fine, "value": "x"},
        {**fine, "value": "1.234"},
        {**fine, "value": "9" * 13},
        {**fine, "value": "9" * 2000},
        {**fine, "value": "1" * 15 + ".1"},
        {**fine, "source": "\x00"},
        {**fine, "source": "x" * 201},
        {**fine, "source": []},
        {**fine, "sure": "x"},
    ]


@pytest.mark.parametrize(("language", "letters"), [("he", HEBREW), ("ar", ARABIC)])
def test_every_problem_is_said_in_the_readers_language(client_of: Any, city: Any, language: str, letters: Any) -> None:
    with city_scope(city.pk):
        values = f"{BASE}/indicators/{IndicatorFactory().pk}/values"
    client, spoken = client_of(), {"accept-language": language}

    def post(body: Any, **headers: str) -> Any:
        return client.post(values, body, content_type="application/json", headers={**spoken, **headers})

    answers = [post(body) for body in wrong_figures()]
    answers += [
        client.get(f"{BASE}/organisations?{query}", headers=spoken)
        for query in ("page_size=0", "cursor=x", "cursor=aTA", "nothing=1", "sector=9", "state=x")
    ]
    answers += [
        client.get(f"{BASE}/events?after=x", headers=spoken),
        client.get(f"{BASE}/events?after=old.1", headers=spoken),
    ]
    answers += [post({}, **{"idempotency-key": ""}), post("{"), client.get("/api/v1/nothing", headers=spoken)]
    answers += [client.delete(values, headers=spoken), client.get(values, headers={**spoken, "accept": "text/html"})]
    answers += [
        client.post(values, "x", content_type="text/plain", headers=spoken),
        Client().get(values, headers=spoken),
    ]
    answers += [client_of("labs:read").get(values, headers=spoken)]
    for answer in answers:
        told = answer.json()
        texts = [told["title"], *(line["detail"] for line in told.get("errors", []))]
        assert answer.status_code >= 400
        assert all(letters.search(text) for text in texts), told
    assert {answer.status_code for answer in answers} == {400, 401, 403, 404, 405, 406, 410, 415}


def test_too_many_calls_are_said_in_the_readers_language(client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authentication, "CALLS", 0)
    answer = client_of().get("/api/v1/me", headers={"accept-language": "he"})
    assert (answer.status_code, "Retry-After" in answer, bool(HEBREW.search(answer.json()["title"]))) == (
        429,
        True,
        True,
    )


@pytest.mark.django_db(transaction=True)
def test_a_repeat_while_the_first_one_runs_is_told_so(client_of: Any, city: Any) -> None:
    """The first request with the key holds its row for longer than anybody waits for a lock."""
    with city_scope(city.pk):
        path = f"{BASE}/indicators/{IndicatorFactory().pk}/values"
    client, body = client_of(), {"series": "actual", "period": 2024, "value": "1"}
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    written, answered = threading.Event(), threading.Event()

    def first() -> None:
        try:
            with transaction.atomic():
                IdempotentAnswer.objects.create(partner=PartnerClient.objects.get(), key="k", body_digest="d")
                written.set()
                answered.wait(120)
                transaction.set_rollback(True)
        finally:
            connection.close()

    runs = threading.Thread(target=first)
    runs.start()
    written.wait(120)
    try:
        answer = client.post(path, body, content_type="application/json", headers={"idempotency-key": "k"})
    finally:
        answered.set()
        runs.join()
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.still_running")
    assert "Retry-After" in answer
    again = client.post(path, body, content_type="application/json", headers={"idempotency-key": "k"})
    assert again.status_code == 201
    with city_scope(city.pk):
        assert IndicatorValue.objects.count() == 1
    connections.close_all()


@pytest.mark.django_db
def test_a_browser_that_is_signed_in_needs_a_token_all_the_same(client: Any, scope: Any, director: Any) -> None:
    assert sign_in(client, director).get("/api/v1/me").status_code == 401
