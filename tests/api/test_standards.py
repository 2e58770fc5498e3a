"""What clients of any make expect: RFC 6749, 6750, 7009, 8414, 8707, 9110 and 9728."""

import base64
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.contrib.auth.hashers import MD5PasswordHasher, get_hasher
from django.test import Client
from django.utils import timezone

from cities.models import City
from educities.accounts.models import IdempotentAnswer
from educities.activity.actions.events import number_events
from educities.api import authentication, tokens
from educities.api.actions import purge_expired
from educities.api.scopes import scope_labels
from educities.tenancy.scope import city_scope
from labs.actions.labs import seat_representative
from labs.actions.members import add_member, leave_cohort
from programs.actions.indicators import Figure, enter_values, return_values, submit_values
from programs.models import IndicatorValue
from reports.actions.partners import resume_partner, revoke_partner
from stakeholders.actions import end_representation
from stakeholders.actions.organisations import verify_organisation
from tests.api.test_doors import BASE, TOKEN, admit, ask_token, bearer
from tests.factories import (
    CohortFactory,
    IndicatorFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
)

pytestmark = pytest.mark.django_db
REVOKE = "/identity/o/api/revoke"


class TestTokens:
    @pytest.mark.parametrize(
        "resource",
        [
            "notauri",
            "https://x.example/",
            "https://x.example/#part",
            "https://x.example/a/../b",
            "http://[::1",
            "http://[x]/",
            "http://a]",
        ],
    )
    def test_a_resource_that_is_no_address_is_an_invalid_target(self, city: Any, director: Any, resource: str) -> None:
        partner, secret = admit(city, director)
        answer = ask_token(partner.client_id, secret, resource=resource)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_target")

    def test_a_token_for_this_api_may_be_asked_for_by_its_address(
        self, city: Any, director: Any, settings: Any
    ) -> None:
        partner, secret = admit(city, director)
        settings.BASE_URL = "https://cities.example"
        for resource, status in (("/api/v1", 200), ("", 200), (".evil.example/api/v1", 400)):
            answer = ask_token(partner.client_id, secret, resource=f"https://cities.example{resource}")
            assert answer.status_code == status, resource

    def test_an_empty_parameter_counts_as_omitted(self, city: Any, director: Any) -> None:
        partner, secret = admit(city, director)
        answer = ask_token(partner.client_id, secret, scope="", resource="")
        assert answer.status_code == 200
        assert answer.json()["scope"]

    def test_a_wrong_secret_is_challenged_as_basic_and_never_kept(self, city: Any, director: Any) -> None:
        answer = ask_token(admit(city, director)[0].client_id, "wrong")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer["WWW-Authenticate"].startswith("Basic ")
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({"grant_type": ["client_credentials"] * 2}, "invalid_request"),
            ({"grant_type": "client_credentials", "scope": ["labs:read", "labs:read"]}, "invalid_request"),
            ({"grant_type": "client_credentials", "client_secret": "x"}, "invalid_request"),
            ({"grant_type": "client_credentials", "client_id": "another"}, "invalid_request"),
            ({}, "invalid_request"),
            ({"grant_type": ""}, "invalid_request"),
            ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
        ],
    )
    def test_what_the_standard_forbids(self, city: Any, director: Any, form: dict[str, Any], error: str) -> None:
        partner, secret = admit(city, director)
        basic = base64.b64encode(f"{partner.client_id}:{secret}".encode()).decode()
        answer = Client().post(TOKEN, form, headers={"authorization": f"Basic {basic}"})
        assert (answer.status_code, answer.json()["error"]) == (400, error)

    def test_the_id_may_stand_in_the_form_too(self, city: Any, director: Any) -> None:
        partner, secret = admit(city, director)
        basic = base64.b64encode(f"{partner.client_id}:{secret}".encode()).decode()
        form = {"grant_type": "client_credentials", "client_id": partner.client_id}
        assert Client().post(TOKEN, form, headers={"authorization": f"Basic {basic}"}).status_code == 200

    @pytest.mark.parametrize("named", ["a program", "one that rests", "nobody"])
    def test_every_try_costs_one_hash(
        self, city: Any, director: Any, monkeypatch: pytest.MonkeyPatch, named: str
    ) -> None:
        partner, secret = admit(city, director)
        if named == "one that rests":
            type(partner).objects.update(paused_at=timezone.now())
        hashed: list[str] = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(
            type(get_hasher()), "encode", lambda self, given, *args: hashed.append(given) or encode(self, given, *args)
        )
        answer = ask_token("nobody" if named == "nobody" else partner.client_id, f"{secret}-wrong")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert hashed == [f"{secret}-wrong"]

    def test_tries_are_limited_whoever_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tokens, "MOST_TRIES", 2)
        answers = [ask_token(f"client{number}", "wrong") for number in range(3)]
        assert [answer.status_code for answer in answers] == [401, 401, 429]
        assert 0 < int(answers[-1]["Retry-After"]) <= tokens.SECONDS

    def test_tries_of_one_client_are_limited_from_wherever(
        self, city: Any, director: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tokens, "MOST_TRIES_OF_CLIENT", 1)
        partner, secret = admit(city, director)
        basic = base64.b64encode(f"{partner.client_id}:{secret}".encode()).decode()
        for number, status in enumerate((200, 429)):
            client = Client(REMOTE_ADDR=f"203.0.113.{number}", headers={"authorization": f"Basic {basic}"})
            assert client.post(TOKEN, {"grant_type": "client_credentials"}).status_code == status


class TestRevocation:
    def test_a_client_revokes_its_own_token(self, city: Any, director: Any) -> None:
        partner, secret = admit(city, director)
        value = ask_token(partner.client_id, secret).json()["access_token"]
        assert self._revoke(partner.client_id, secret, value).status_code == 200
        assert Client(headers={"authorization": f"Bearer {value}"}).get("/api/v1/me").status_code == 401

    @pytest.mark.parametrize("hint", ["access_token", "refresh_token", "saml", ""])
    def test_a_token_dies_whatever_it_is_taken_for(self, city: Any, director: Any, hint: str) -> None:
        """RFC 7009, section 2.1: what is not found among the tokens of the hint is looked for among all."""
        partner, secret = admit(city, director)
        value = ask_token(partner.client_id, secret).json()["access_token"]
        assert self._revoke(partner.client_id, secret, value, token_type_hint=hint).status_code == 200
        assert Client(headers={"authorization": f"Bearer {value}"}).get("/api/v1/me").status_code == 401

    @pytest.mark.parametrize("secret", ["", "wrong", None])
    def test_a_client_that_was_shut_out_is_told_so(self, city: Any, director: Any, secret: str | None) -> None:
        partner, its_secret = admit(city, director)
        value = ask_token(partner.client_id, its_secret).json()["access_token"]
        revoke_partner(partner, actor=director)
        answer = self._revoke(partner.client_id, its_secret if secret is None else secret, value)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer["WWW-Authenticate"].startswith("Basic ")

    def test_a_token_of_another_client_stays(self, city: Any, other_city: Any, director: Any) -> None:
        victim, its_secret = admit(city, director)
        value = ask_token(victim.client_id, its_secret).json()["access_token"]
        with city_scope(other_city.pk):
            foreigner, secret = admit(other_city, MembershipFactory(city=other_city, role="director").user)
        answer = self._revoke(foreigner.client_id, secret, value)
        assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")
        assert Client(headers={"authorization": f"Bearer {value}"}).get("/api/v1/me").status_code == 200

    def test_who_is_nobody_learns_of_no_token(self, city: Any, director: Any) -> None:
        partner, secret = admit(city, director)
        value = ask_token(partner.client_id, secret).json()["access_token"]
        assert Client().post(REVOKE, {"token": value}).status_code == 401
        for client_id in ("nobody", partner.client_id):
            answer = self._revoke(client_id, "wrong", value)
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert Client(headers={"authorization": f"Bearer {value}"}).get("/api/v1/me").status_code == 200

    def test_a_token_that_is_none_is_revoked_already(self, city: Any, director: Any) -> None:
        partner, secret = admit(city, director)
        assert self._revoke(partner.client_id, secret, "nothing").status_code == 200

    @staticmethod
    def _revoke(client_id: str, secret: str, value: str, **more: str) -> Any:
        basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        return Client().post(REVOKE, {"token": value, **more}, headers={"authorization": f"Basic {basic}"})


class TestDiscovery:
    def test_the_server_names_its_own_scopes_and_addresses(self, client: Any) -> None:
        found = client.get("/.well-known/oauth-authorization-server").json()
        assert set(found["scopes_supported"]) == set(scope_labels())
        assert found["token_endpoint"].endswith(TOKEN)
        assert found["grant_types_supported"] == ["client_credentials"]

    @pytest.mark.parametrize("behind", ["", "/api/v1"])
    def test_the_resource_names_its_server(self, client: Any, behind: str) -> None:
        found = client.get(f"/.well-known/oauth-protected-resource{behind}").json()
        assert found["resource"].endswith("/api/v1")
        assert found["authorization_servers"] == [
            client.get("/.well-known/oauth-authorization-server").json()["issuer"]
        ]

    @pytest.mark.parametrize(
        "path",
        [
            "/.well-known/openid-configuration",
            "/.well-known/jwks.json",
            "/identity/o/authorize",
            "/identity/o/device",
            "/identity/o/logout",
            "/identity/o/api/device/code",
            "/identity/o/api/userinfo",
        ],
    )
    def test_what_nobody_uses_is_not_there(self, client: Any, path: str) -> None:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


class TestBearer:
    @pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
    def test_the_name_of_the_scheme_is_read_in_any_letters(self, city: Any, director: Any, scheme: str) -> None:
        client = bearer(admit(city, director)[0])
        value = client.defaults["HTTP_AUTHORIZATION"].split()[1]
        assert Client(headers={"authorization": f"{scheme} {value}"}).get("/api/v1/me").status_code == 200

    def test_without_a_token_no_error_is_named(self) -> None:
        assert Client().get("/api/v1/me")["WWW-Authenticate"] == 'Bearer realm="educities"'

    def test_a_token_that_does_not_hold_is_named(self) -> None:
        answer = Client(headers={"authorization": "Bearer nothing"}).get("/api/v1/me")
        assert (answer.status_code, 'error="invalid_token"' in answer["WWW-Authenticate"]) == (401, True)

    def test_a_scope_that_is_missing_is_named(self, city: Any, director: Any) -> None:
        answer = bearer(admit(city, director)[0], "labs:read").get(f"{BASE}/organisations")
        assert answer.status_code == 403
        assert 'error="insufficient_scope", scope="stakeholders:read"' in answer["WWW-Authenticate"]

    def test_calls_that_are_refused_count_too(self, city: Any, director: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(authentication, "CALLS", 2)
        client = bearer(admit(city, director)[0], "labs:read")
        statuses = [client.get(f"{BASE}/{path}").status_code for path in ("organisations", "nothing", "cohorts")]
        # An address that is not there is asked of nobody.
        assert statuses == [403, 404, 200]
        answer = client.get(f"{BASE}/cohorts")
        assert (answer.status_code, 0 < int(answer["Retry-After"]) <= authentication.MINUTE) == (429, True)

    def test_a_caller_without_a_token_is_held_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(authentication, "REFUSALS", 1)
        assert [Client().get("/api/v1/me").status_code for _try in range(2)] == [401, 429]


class TestFigures:
    def _send(self, city: City, director: Any, **given: Any) -> Any:
        with city_scope(city.pk):
            path = f"{BASE}/indicators/{IndicatorFactory().pk}/values"
        body = {"series": "actual", "period": 2024, **given}
        return bearer(admit(city, director)[0]).post(path, json.dumps(body), content_type="application/json")

    @pytest.mark.parametrize(
        ("given", "status", "pointer"),
        [
            ({"value": "101"}, 422, "/value"),
            ({"value": None}, 422, "/value"),
            ({}, 422, "/value"),
            ({"numerator": "1", "denominator": "0"}, 422, "/denominator"),
            ({"numerator": "1"}, 422, "/denominator"),
            ({"denominator": "4"}, 422, "/numerator"),
            ({"value": "90", "numerator": "1", "denominator": "4"}, 422, "/value"),
            ({"value": "1_0"}, 400, "/value"),
            ({"value": True}, 400, "/value"),
            ({"value": "50", "period": "20_24"}, 400, "/period"),
            ({"value": "50", "period": "2024"}, 400, "/period"),
            ({"value": "50", "period": 2024.0}, 400, "/period"),
            ({"value": "50", "sure": "yes"}, 400, "/sure"),
            ({"value": "50", "sure": 1}, 400, "/sure"),
            ({"value": "50", "source": 5}, 400, "/source"),
            ({"value": "50", "period": 2094}, 422, "/period"),
            ({"value": "50", "valeu": "51"}, 400, "/valeu"),
        ],
    )
    def test_what_cannot_be_right_is_named_and_not_kept(
        self, city: Any, director: Any, given: dict[str, Any], status: int, pointer: str
    ) -> None:
        answer = self._send(city, director, **given)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
        with city_scope(city.pk):
            assert not IndicatorValue.objects.exists()

    @pytest.mark.parametrize("body", ["null", "[]", "5"])
    def test_a_body_that_is_no_object_is_meant_whole(self, city: Any, director: Any, body: str) -> None:
        with city_scope(city.pk):
            path = f"{BASE}/indicators/{IndicatorFactory().pk}/values"
        answer = bearer(admit(city, director)[0]).post(path, body, content_type="application/json")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "")

    def test_a_jump_is_asked_about_in_words_for_programs(self, city: Any, director: Any) -> None:
        with city_scope(city.pk):
            path = f"{BASE}/indicators/{IndicatorFactory().pk}/values"
        client = bearer(admit(city, director)[0])
        body = {"series": "actual", "period": 2023, "value": "10"}
        client.post(path, json.dumps(body), content_type="application/json")
        far = json.dumps({**body, "period": 2024, "value": "90"})
        answer = client.post(path, far, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "programs.jump")
        assert "“sure”: true" in answer.json()["detail"]
        assert "box" not in answer.json()["detail"]

    @pytest.mark.parametrize(("value", "status"), [("-5", 422), ("10.5", 422), ("10.0", 201), ("0", 201)])
    def test_people_are_counted_whole(self, city: Any, director: Any, value: str, status: int) -> None:
        with city_scope(city.pk):
            counted = IndicatorFactory(unit="number", numerator={"en": "children who met a professional"})
        path = f"{BASE}/indicators/{counted.pk}/values"
        body = json.dumps({"series": "actual", "period": 2024, "value": value})
        answer = bearer(admit(city, director)[0]).post(path, body, content_type="application/json")
        assert answer.status_code == status
        if status == 422:
            assert answer.json()["errors"][0]["code"] == "programs.whole_number"

    def test_a_target_of_years_to_come_is_taken(self, city: Any, director: Any) -> None:
        assert self._send(city, director, series="target", period=2094, value="50").status_code == 201


class TestEvents:
    def _names(self, client: Client) -> list[str]:
        return [row["name"] for row in client.get(f"{BASE}/events?page_size=200").json()["results"]]

    def test_a_program_hears_of_what_it_may_read(self, city: Any, director: Any) -> None:
        with city_scope(city.pk):
            verify_organisation(OrganisationFactory(state="proposed"), actor=director)
        number_events()
        partner = admit(city, director)[0]
        assert "organisation.verified" in self._names(bearer(partner, "events:read", "stakeholders:read"))
        assert "organisation.verified" not in self._names(bearer(partner, "events:read", "labs:read"))

    def test_a_place_that_the_log_has_not_reached_is_refused(self, city: Any, director: Any) -> None:
        with city_scope(city.pk):
            verify_organisation(OrganisationFactory(state="proposed"), actor=director)
        number_events()
        client = bearer(admit(city, director)[0])
        last = client.get(f"{BASE}/events").json()["next"]
        epoch, _dot, number = last.partition(".")
        assert client.get(f"{BASE}/events?after={last}").json()["next"] == last
        ahead = client.get(f"{BASE}/events?after={epoch}.{int(number) + 1}")
        assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (400, "/after")

    def test_its_place_moves_on_over_what_it_may_not_read(self, city: Any, director: Any) -> None:
        with city_scope(city.pk):
            verify_organisation(OrganisationFactory(state="proposed"), actor=director)
        number_events()
        client = bearer(admit(city, director)[0], "events:read")
        page = client.get(f"{BASE}/events").json()
        whole = bearer(admit(city, director)[0]).get(f"{BASE}/events").json()
        assert (page["next"], page["has_more"]) == (whole["next"], False)

    def test_figures_that_come_and_go_are_told(self, city: Any, director: Any) -> None:
        with city_scope(city.pk):
            indicator = IndicatorFactory()
            figure = Figure("actual", 2024, value=Decimal(50))
            enter_values(indicator, [figure], actor=director)
            submit_values(indicator, actor=director)
            return_values(indicator, actor=director, reason="Look again")
            enter_values(indicator, [], actor=director, emptied=[("actual", 2024)])
        number_events()
        found = self._names(bearer(admit(city, director)[0]))
        assert found[-4:] == ["indicator.entered", "indicator.submitted", "indicator.returned", "indicator.removed"]

    def test_seats_and_representations_are_told_of_the_thing_they_belong_to(self, city: Any, director: Any) -> None:
        with city_scope(city.pk):
            spoken_for = RepresentationFactory(organisation=OrganisationFactory(sector=1))
            seat_representative(
                LabFactory(), actor=director, profile=spoken_for.profile, organisation=spoken_for.organisation
            )
            end_representation(spoken_for, actor=director, reason="Moved away")
            seat = add_member(CohortFactory(state="recruiting"), actor=director, display_name="Avi", sector=1)
            leave_cohort(seat, actor=director)
        number_events()
        rows = bearer(admit(city, director)[0]).get(f"{BASE}/events?page_size=200").json()["results"]
        told = [(row["name"], row["object"]["type"]) for row in rows]
        wanted = [
            ("lab.seats_changed", "labs.lab"),
            ("organisation.representation_ended", "stakeholders.organisation"),
            *[("cohort.members_changed", "labs.cohort")] * 2,
        ]
        assert [one for one in told if one in wanted] == wanted


def test_what_nobody_can_ask_for_any_more_is_purged(city: Any, director: Any) -> None:
    partner, secret = admit(city, director)
    ask_token(partner.client_id, secret)
    now = timezone.now()
    for hours in (1, 25):
        made = now - timedelta(hours=hours)
        IdempotentAnswer.objects.create(partner=partner, key=f"k{hours}", body_digest="x", made_at=made)
    assert purge_expired() == (1, 0)
    Token.objects.update(expires_at=now - timedelta(days=2))
    assert purge_expired() == (0, 1)
    assert IdempotentAnswer.objects.get().key == "k1"


class TestAfterRestore:
    def test_a_program_that_waits_gets_no_token_and_its_old_one_is_refused(self, city: Any, director: Any) -> None:
        partner, secret = admit(city, director)
        client = bearer(partner)
        type(partner).objects.update(paused_at=timezone.now())
        assert client.get("/api/v1/me").status_code == 401
        assert ask_token(partner.client_id, secret).status_code == 401
        with city_scope(city.pk):
            resume_partner(partner, actor=director)
        assert ask_token(partner.client_id, secret).status_code == 200

    def test_it_waits_on_the_directors_day_until_it_is_let_in(
        self, client: Any, sign_in: Any, city: Any, director: Any
    ) -> None:
        partner = admit(city, director)[0]
        type(partner).objects.update(paused_at=timezone.now())
        sign_in(client, director)
        address = f"/c/bat-galim/partners/{partner.pk}/resume/"
        assert address in client.get("/c/bat-galim/today/").content.decode()
        assert address in client.get("/c/bat-galim/partners/").content.decode()
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 302
        assert address not in client.get("/c/bat-galim/today/").content.decode()
        partner.refresh_from_db()
        assert partner.is_valid
