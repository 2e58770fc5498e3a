"""The partner's walk, against the live server, with a plain HTTP client; and what a partner may not."""

import base64
import json
import threading
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone

from educities.accounts.models import PartnerClient
from educities.activity.actions.events import number_events
from educities.activity.models import AuditEntry, EventEpoch
from educities.api.scopes import scope_labels
from educities.tenancy.scope import city_scope
from programs.models import IndicatorValue
from reports.actions.partners import make_partner, revoke_partner
from tests.factories import (
    ChallengeFactory,
    CityFactory,
    CohortFactory,
    IndicatorFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.installation import PATIENCE
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2024


class Caller:
    """A program of a partner: knows an address, an id and a secret."""

    def __init__(self, server: str, client_id: str, secret: str) -> None:
        self.host, self.client_id, self.secret, self.token = urlsplit(server).netloc, client_id, secret, ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], Any]:
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        sent = {"Accept-Language": "en", **({"Authorization": f"Bearer {self.token}"} if self.token else {}), **headers}
        data = None
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body), "application/json"
        connection.request(method, path, data, sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        found = {key.lower(): value for key, value in answer.getheaders()}
        return answer.status, found, json.loads(text) if text else None

    def fetch_token(self, scope: str = "") -> int:
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        basic = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/identity/o/api/token", urlencode(form), headers)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        self.token = body.get("access_token", "")
        return answer.status


@pytest.fixture
def city(transactional_db: Any) -> Any:
    return CityFactory(slug="bat-galim")


@pytest.fixture
def owner(city: Any) -> Any:
    return MembershipFactory(city=city, role="director").user


def admitted(city: Any, owner: Any, live_server: Any, scopes: list[str] | None = None) -> Caller:
    until = timezone.now().date() + timedelta(days=30)
    with city_scope(city.pk):
        partner, secret = make_partner(
            city, actor=owner, name="Registry", scopes=scopes or list(scope_labels()), expires_on=until
        )
    caller = Caller(live_server.url, partner.client_id, secret)
    assert caller.fetch_token() == 200
    return caller


BASE = "/api/v1/cities/bat-galim"


def test_the_walk(city: Any, owner: Any, live_server: Any) -> None:
    with city_scope(city.pk):
        OrganisationFactory.create_batch(3)
        CohortFactory()
        ChallengeFactory()
        indicator = IndicatorFactory()
    caller = admitted(city, owner, live_server)
    assert caller.ask("GET", "/api/v1/me")[2]["city"] == "bat-galim"
    status, _headers, page = caller.ask("GET", f"{BASE}/organisations?page_size=2")
    assert (status, len(page["results"])) == (200, 2)
    rest = caller.ask("GET", f"{BASE}/organisations?page_size=2&cursor={page['next_cursor']}")[2]
    assert (len(rest["results"]), rest["next_cursor"]) == (1, None)
    assert caller.ask("GET", f"{BASE}/cohorts")[2]["results"][0]["stage"] == 1
    assert len(caller.ask("GET", f"{BASE}/challenges")[2]["results"]) == 1
    assert caller.ask("GET", f"{BASE}/indicators")[2]["results"][0]["id"] == indicator.pk
    values = f"{BASE}/indicators/{indicator.pk}/values"
    body = {"series": "actual", "period": YEAR, "value": "61.4"}
    first = caller.ask("POST", values, body, **{"Idempotency-Key": "k1"})
    again = caller.ask("POST", values, body, **{"Idempotency-Key": "k1"})
    assert (first[0], again[0], first[2]) == (201, 201, again[2])
    assert first[2]["state"] == "draft"
    assert again[1]["idempotent-replay"] == "true"
    other = caller.ask("POST", values, {**body, "value": "70"}, **{"Idempotency-Key": "k1"})
    assert (other[0], other[2]["code"], other[1]["content-type"]) == (
        422,
        "idempotency.key_reused",
        "application/problem+json",
    )
    with city_scope(city.pk):
        assert IndicatorValue.objects.count() == 1
        entered = AuditEntry.objects.filter(verb__startswith="programs.")
        assert set(entered.values_list("via", flat=True)) == {"api"}
        assert set(entered.values_list("client", flat=True)) == {PartnerClient.objects.get().pk}
        assert IndicatorValue.objects.get().entered_with == PartnerClient.objects.get()


def test_two_at_once_have_one_effect(city: Any, owner: Any, live_server: Any) -> None:
    with city_scope(city.pk):
        indicator = IndicatorFactory()
    caller = admitted(city, owner, live_server)
    answers: list[int] = []

    def post() -> None:
        body = {"series": "actual", "period": YEAR, "value": "61.4"}
        path = f"{BASE}/indicators/{indicator.pk}/values"
        answers.append(caller.ask("POST", path, body, **{"Idempotency-Key": "same"})[0])

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201] * 4
    with city_scope(city.pk):
        assert AuditEntry.objects.filter(verb="programs.values_entered").count() == 1


def test_events_follow_without_a_gap(city: Any, owner: Any, live_server: Any) -> None:
    caller = admitted(city, owner, live_server)
    from cities.actions import change_city

    with city_scope(city.pk):
        change_city(city, actor=owner, population=1)
        change_city(city, actor=owner, population=2)
        number_events()
    page = caller.ask("GET", f"{BASE}/events?page_size=1")[2]
    assert (page["results"][0]["name"], page["has_more"]) == ("city.changed", True)
    rest = caller.ask("GET", f"{BASE}/events?after={page['next']}")[2]
    assert len(rest["results"]) == 1
    with city_scope(city.pk):
        EventEpoch.objects.all().delete()
    gone = caller.ask("GET", f"{BASE}/events?after={page['next']}")
    assert (gone[0], gone[2]["code"]) == (410, "events.epoch_changed")


def test_foreign_unknown_and_random_look_the_same(city: Any, owner: Any, live_server: Any) -> None:
    other = CityFactory(slug="har-ilan")
    with city_scope(other.pk):
        foreign = IndicatorFactory()
    caller = admitted(city, owner, live_server)
    answers = [
        caller.ask("GET", path)
        for path in (
            "/api/v1/cities/har-ilan/organisations",
            "/api/v1/cities/nowhere/organisations",
            f"{BASE}/indicators/{foreign.pk}/values",
            f"{BASE}/indicators/987654321/values",
            f"{BASE}/nothing",
        )
    ]
    for status, headers, body in answers:
        body.pop("request_id")
        assert (status, headers["content-type"], body) == (404, "application/problem+json", answers[0][2])


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_without_a_token_there_is_a_challenge(city: Any, live_server: Any, token: str) -> None:
    caller = Caller(live_server.url, "", "")
    caller.token = token
    status, headers, body = caller.ask("GET", f"{BASE}/organisations")
    assert (status, body["code"]) == (401, "unauthenticated")
    assert headers["www-authenticate"].startswith("Bearer")


def test_scopes_are_kept_apart(city: Any, owner: Any, live_server: Any) -> None:
    with city_scope(city.pk):
        indicator = IndicatorFactory()
    caller = admitted(city, owner, live_server, ["indicators:write"])
    assert caller.ask("GET", f"{BASE}/indicators")[0] == 403
    body = {"series": "actual", "period": YEAR, "value": "1"}
    assert caller.ask("POST", f"{BASE}/indicators/{indicator.pk}/values", body)[0] == 201


def test_a_revoked_or_ended_program_is_refused(city: Any, owner: Any, live_server: Any) -> None:
    caller = admitted(city, owner, live_server)
    PartnerClient.objects.update(expires_on=timezone.now().date() - timedelta(days=1))
    assert caller.ask("GET", f"{BASE}/organisations")[0] == 401
    PartnerClient.objects.update(expires_on=timezone.now().date() + timedelta(days=1))
    with city_scope(city.pk):
        revoke_partner(PartnerClient.objects.get(), actor=owner)
    assert caller.ask("GET", f"{BASE}/organisations")[0] == 401


def test_a_token_that_does_not_stand_is_refused(city: Any, owner: Any, live_server: Any) -> None:
    """Past its hour, of another kind, of a person who left, of a program that could not keep a secret."""
    caller = admitted(city, owner, live_server)
    path = f"{BASE}/organisations"
    leaver = UserFactory(is_active=False)
    for wrong, right in (
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, {"expires_at": timezone.now() + timedelta(hours=1)}),
        ({"type": Token.Type.REFRESH_TOKEN}, {"type": Token.Type.ACCESS_TOKEN}),
        ({"user": leaver}, {"user": None}),
        ({"client": None}, {"client_id": Token.objects.get().client_id}),
    ):
        Token.objects.update(**wrong)
        assert caller.ask("GET", path)[0] == 401, wrong
        Token.objects.update(**right)
        assert caller.ask("GET", path)[0] == 200
    Client.objects.update(type=Client.Type.PUBLIC)
    assert caller.ask("GET", path)[0] == 401


def test_a_token_in_the_address_or_for_another_place_is_refused(city: Any, owner: Any, live_server: Any) -> None:
    caller = admitted(city, owner, live_server)
    assert caller.ask("GET", f"{BASE}/organisations?access_token={caller.token}")[0] == 401
    Token.objects.update(data={"resources": ["https://elsewhere.example/api/"]})
    assert caller.ask("GET", f"{BASE}/organisations")[0] == 403
    Token.objects.update(data={"resources": [f"{live_server.url}/api/"]})
    assert caller.ask("GET", f"{BASE}/organisations")[0] == 200


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("cursor=nonsense", "/cursor"),
        ("page_size=0", "/page_size"),
        ("page_size=201", "/page_size"),
        ("x=1", "/x"),
        ("sector=9", "/sector"),
    ],
)
def test_bad_parameters_are_named(city: Any, owner: Any, live_server: Any, query: str, pointer: str) -> None:
    caller = admitted(city, owner, live_server)
    status, _headers, body = caller.ask("GET", f"{BASE}/organisations?{query}")
    assert (status, body["errors"][0]["pointer"]) == (400, pointer)


def test_a_rule_of_the_method_answers_409(city: Any, owner: Any, live_server: Any) -> None:
    """A jump of the figures is asked about: the partner says `sure`, or looks again."""
    with city_scope(city.pk):
        indicator = IndicatorFactory()
    caller = admitted(city, owner, live_server)
    path = f"{BASE}/indicators/{indicator.pk}/values"
    assert caller.ask("POST", path, {"series": "actual", "period": YEAR, "value": "10"})[0] == 201
    jump = {"series": "actual", "period": YEAR + 1, "value": "90"}
    status, headers, body = caller.ask("POST", path, jump)
    assert (status, headers["content-type"]) == (409, "application/problem+json")
    assert body["code"].startswith("programs.")
    assert caller.ask("POST", path, {**jump, "sure": True})[0] == 201


def test_a_list_costs_the_same_for_one_and_three(client: Any, city: Any, owner: Any, live_server: Any) -> None:
    caller = admitted(city, owner, live_server)

    def more(count: int) -> None:
        with city_scope(city.pk):
            OrganisationFactory.create_batch(count)

    bearer = {"HTTP_AUTHORIZATION": f"Bearer {caller.token}"}
    # The city, the token with its program, the rows.
    assert_same_queries(lambda: client.get(f"{BASE}/organisations", **bearer), more, most=3)
