"""The city's own sign-in, against a provider that really runs: set up, tested, linked, used, unlinked, switched off."""

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client

from challenges.actions import join_challenge
from cities.models import City
from educities.accounts.actions.changes import undo_changes
from educities.accounts.actions.second_step import reseal_second_steps
from educities.activity.models import AuditEntry, Message, Notice
from educities.kit.errors import DomainError
from educities.kit.outbound import OutboundSession
from educities.kit.sealing import open_secret
from educities.tenancy.scope import city_scope
from stakeholders.actions import end_profile
from stakeholders.actions.city_sign_in import (
    link_sign_in,
    remove_sign_in,
    set_up_sign_in,
    switch_sign_in_off,
    switch_sign_in_on,
    unlink_sign_in,
    use_link,
)
from stakeholders.actions.verification import take_verification_back
from stakeholders.imports.discovery import read_discovery
from stakeholders.models import CitySignIn, Level, LinkedSignIn, Profile, Verification
from stakeholders.queries.city_sign_in import find_link, find_link_of
from stakeholders.queries.verification import find_level
from tests.factories import ChallengeFactory, ChildFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.stakeholders.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, come_back, leave, run_provider
from tests.support import record_proof, refused, sign_in

pytestmark = pytest.mark.django_db
START, BACK = "/c/bat-galim/sign-in/", "/c/bat-galim/sign-in/back/"
OFFICE = "/c/bat-galim/settings/sign-in/"
NAME = {"en": "the municipality"}
FAILED = "does not answer as it should"


@pytest.fixture
def provider() -> Any:
    with run_provider() as running:
        yield running


def set_up(provider: Provider, director: Any, **values: Any) -> CitySignIn:
    endpoints = read_discovery(provider.issuer)
    values = {"name": NAME, "issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **values}
    made = set_up_sign_in(actor=director, endpoints=endpoints, **values)
    CitySignIn.objects.filter(pk=made.pk).update(tested_at=made.city.created_at)
    made.refresh_from_db()
    switch_sign_in_on(made, actor=director)
    return made


@pytest.fixture
def city_way(provider: Provider, scope: City, director: Any) -> CitySignIn:
    """A sign-in that is in use."""
    City.objects.filter(pk=scope.pk).update(is_public=True)
    return set_up(provider, director)


@pytest.fixture
def amal(scope: City) -> Profile:
    user = UserFactory(email="amal@example.org")
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(user=user, display_name="Amal")


def text_of(page: Any) -> str:
    return page.content.decode()


def signed_in_as(client: Client) -> Any:
    return client.session.get("_auth_user_id")


def test_the_director_sets_it_up_tests_it_and_switches_it_on(client: Any, provider: Provider, director: Any) -> None:
    sign_in(client, director)
    sent = {"name_en": "the municipality", "issuer": provider.issuer, "client_id": CLIENT_ID, "proves": "resident"}
    page = client.post(f"{OFFICE}new/", {**sent, "client_secret": CLIENT_SECRET})
    assert page.status_code == 302, text_of(page)
    with city_scope(City.objects.get().pk):
        row = CitySignIn.objects.get()
        assert CLIENT_SECRET not in row.client_secret
        assert open_secret(row.client_secret) == CLIENT_SECRET
        assert refused(lambda: switch_sign_in_on(row, actor=director)) == "stakeholders.sign_in_untested"
    provider.is_down = True
    assert f'href="{OFFICE}{row.pk}/change/"' in client.post(f"{OFFICE}{row.pk}/test/").content.decode()
    provider.is_down = False
    page = come_back(client, leave(client, f"{OFFICE}{row.pk}/test/"))
    assert page.status_code == 200
    assert "s-1" in text_of(page)
    assert "ruth@example.org" in text_of(page)
    client.post(f"{OFFICE}{row.pk}/on/")
    page = text_of(client.get(OFFICE))
    assert "http://127.0.0.1" in page
    assert CLIENT_SECRET not in page
    with city_scope(row.city_id):
        assert CitySignIn.objects.get().state == "on"
        assert not LinkedSignIn.objects.exists()
        logged = str(list(AuditEntry.objects.values()))
    assert "s-1" not in logged
    assert CLIENT_SECRET not in logged


def test_an_issuer_that_is_not_what_it_says_is_refused(provider: Provider, settings: Any) -> None:
    assert refused(lambda: read_discovery(f"{provider.issuer}/")) == "stakeholders.issuer_other"
    provider.is_down = True
    assert refused(lambda: read_discovery(provider.issuer)) == "stakeholders.issuer_silent"
    settings.OUTBOUND_LOOPBACK = False
    provider.asked.clear()
    for address in (provider.issuer, "https://127.0.0.1", "https://localhost", "https://[::ffff:169.254.169.254]"):
        assert refused(lambda: read_discovery(address)) == "stakeholders.issuer_refused"  # noqa: B023
    assert provider.asked == []


def test_a_person_links_it_is_a_resident_and_signs_in_by_it(
    client: Any, city_way: CitySignIn, amal: Profile, provider: Provider
) -> None:
    sign_in(client, amal.user, second_factor=False)
    assert client.get(START).status_code == 302, "linking is a change of how one signs in"
    record_proof(client, amal.user, "code")
    assert f'href="{START}"' in text_of(client.get("/c/bat-galim/me/"))
    assert come_back(client, leave(client, START, next="/c/bat-galim/mine/"))["Location"] == "/c/bat-galim/mine/"
    assert find_level(amal) == Level.RESIDENT
    assert "they signed in with the city" in text_of(client.get("/c/bat-galim/me/"))
    assert Message.objects.filter(recipient="amal@example.org").exists(), "told, with the way back"
    other = Client()
    page = text_of(other.get("/accounts/login/?next=/c/bat-galim/mine/"))
    assert f"{START}?next=%2Fc%2Fbat-galim%2Fmine%2F" in page
    assert START not in text_of(other.get("/accounts/login/"))
    assert come_back(other, leave(other, START))["Location"] == "/c/bat-galim/me/"
    assert signed_in_as(other) == str(amal.user.pk)
    kept = str([*LinkedSignIn.objects.values(), *AuditEntry.objects.values(), *Verification.objects.values()])
    assert "s-1" not in kept
    # It is no proof for a change of how one signs in.
    assert other.get("/accounts/password/set/").status_code == 302


def test_whoever_is_unknown_signs_in_by_mail_first_whatever_address_the_provider_says(
    client: Any, city_way: CitySignIn, amal: Profile, director: Any
) -> None:
    page = come_back(client, leave(client, START))
    assert page["Location"].startswith("/accounts/login/?next=/c/bat-galim/sign-in/link/")
    assert signed_in_as(client) is None, "the provider said the director's address, as verified"
    assert "s-1" not in str(dict(client.session))
    client.force_login(amal.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_proof(client, amal.user, "code")
    assert "amal@example.org" in text_of(client.get(f"{START}link/"))
    assert not LinkedSignIn.objects.exists()
    assert client.post(f"{START}link/").status_code == 302
    assert find_link_of(amal.user) is not None
    page = client.post(f"{START}link/")
    assert LinkedSignIn.objects.count() == 1
    # Another browser has brought nothing.
    other = Client()
    sign_in(other, director)
    assert "began in another browser" in text_of(other.get(f"{START}link/"))


def test_who_joins_the_city_by_it_says_to_be_an_adult_first(client: Any, city_way: CitySignIn) -> None:
    user = UserFactory()
    sign_in(client, user, second_factor=False)
    record_proof(client, user, "code")
    assert come_back(client, leave(client, START))["Location"].endswith("/sign-in/link/")
    assert 'name="is_adult"' in client.get(f"{START}link/").content.decode()
    client.post(f"{START}link/")
    assert not Profile.objects.filter(user=user).exists()
    assert not LinkedSignIn.objects.exists()
    client.post(f"{START}link/", {"is_adult": "1"})
    assert find_link_of(user) is not None


def test_it_opens_no_account_that_is_more_than_this_city(
    client: Any, city_way: CitySignIn, amal: Profile, other_city: City
) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    with city_scope(other_city.pk):
        ProfileFactory(user=amal.user)
    page = come_back(client, leave(client, START))
    assert page["Location"].startswith("/accounts/login/")
    assert signed_in_as(client) is None


def test_a_second_step_is_asked_for_and_a_closed_account_stays_closed(
    client: Any, city_way: CitySignIn, amal: Profile, director: Any
) -> None:
    own = Profile.objects.get(user=director)
    link_sign_in(city_way, own, "s-1", actor=director)
    sign_in(Client(), director)
    assert come_back(client, leave(client, START))["Location"].startswith("/accounts/2fa/authenticate/")
    assert signed_in_as(client) is None
    type(director).objects.filter(pk=director.pk).update(is_active=False)
    page = come_back(client, leave(client, START))
    assert page.status_code == 409
    assert "This account is closed" in text_of(page)


@pytest.mark.parametrize(
    ("wrong", "algorithm", "key"),
    [
        ({"nonce": "of another question"}, "RS256", "own"),
        ({"iss": "https://elsewhere.example"}, "RS256", "own"),
        ({"aud": "another client"}, "RS256", "own"),
        ({"exp": 1}, "RS256", "own"),
        ({"sub": ""}, "RS256", "own"),
        ({"azp": "another client"}, "RS256", "own"),
        ({}, "RS256", "stolen"),
        ({}, "none", "own"),
    ],
)
def test_a_token_that_is_not_right_signs_in_nobody(
    client: Any, city_way: CitySignIn, amal: Profile, provider: Provider, wrong: Any, algorithm: str, key: str
) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    provider.claims, provider.algorithm, provider.signs_with = wrong, algorithm, key
    page = come_back(client, leave(client, START))
    assert FAILED in text_of(page)
    assert signed_in_as(client) is None


def test_a_state_opens_once_in_its_own_browser_and_for_its_own_city(
    client: Any, city_way: CitySignIn, amal: Profile, provider: Provider, director: Any, other_city: City
) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    where = leave(client, START)
    state = parse_qs(urlsplit(where).query)["state"][0]
    assert "Begin again" in text_of(come_back(Client(), where)), "another browser"
    answer = f"?{urlencode({'code': 'x', 'state': state})}"
    with city_scope(other_city.pk):
        City.objects.filter(pk=other_city.pk).update(is_public=True)
        set_up(provider, director)
        assert LinkedSignIn.objects.count() == 0
    assert "Begin again" in text_of(client.get(f"/c/har-ilan/sign-in/back/{answer}")), "another city"
    assert "Begin again" in text_of(client.get(BACK)), "no state at all"
    assert FAILED in text_of(client.get(f"{BACK}{answer}&iss=https://elsewhere.example"))
    assert "Begin again" in text_of(come_back(client, where)), "the second time"
    page = client.get(
        f"{BACK}?{urlencode({'error': 'access_denied', 'state': parse_qs(urlsplit(leave(client, START)).query)['state'][0]})}"
    )
    assert "You stopped the sign-in" in text_of(page)
    assert signed_in_as(client) is None


def test_a_provider_that_is_down_or_does_not_know_our_secret_is_a_sentence(
    client: Any, city_way: CitySignIn, amal: Profile, provider: Provider, settings: Any
) -> None:
    where = leave(client, START)
    back = urlsplit(requests.get(where, allow_redirects=False, timeout=20).headers["Location"])
    provider.is_down = True
    page = client.get(f"{back.path}?{back.query}")
    assert (page.status_code, FAILED in text_of(page)) == (409, True)
    provider.is_down = False
    CitySignIn.objects.update(client_secret="")
    assert FAILED in text_of(come_back(client, leave(client, START)))
    CitySignIn.objects.update(client_secret="sealed:of another key")
    assert "enters its secret again" in text_of(client.post(START))


def test_one_account_there_is_one_person_here_and_one_city_says_nothing_to_another(
    city_way: CitySignIn, amal: Profile, provider: Provider, director: Any, other_city: City
) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    assert LinkedSignIn.objects.count() == 1
    other = ProfileFactory(user=UserFactory())
    code = refused(lambda: link_sign_in(city_way, other, "s-1", actor=other.user))
    assert code == "stakeholders.subject_of_another"
    assert refused(lambda: link_sign_in(city_way, amal, "s-2", actor=amal.user)) == "stakeholders.linked_already"
    with city_scope(other_city.pk):
        abroad = set_up(provider, director)
        elsewhere = ProfileFactory(user=amal.user)
        assert find_level(elsewhere) == Level.MAIL
        link_sign_in(abroad, elsewhere, "s-1", actor=amal.user)
        abroad_hash = LinkedSignIn.objects.get().subject_hash
    assert abroad_hash != LinkedSignIn.objects.get().subject_hash


def test_unlinking_takes_the_level_and_leaves_what_the_list_has_shown(
    client: Any, city_way: CitySignIn, amal: Profile
) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    sign_in(client, amal.user, second_factor=False)
    assert client.get(f"{START}unlink/").status_code == 200
    client.post(f"{START}unlink/")
    assert find_level(amal) == Level.MAIL
    assert find_link_of(amal.user) is None
    assert client.get(f"{START}unlink/").status_code == 404
    Verification.objects.create(profile=amal, level=2, basis="list", proof_hash="h")
    unlink_sign_in(link_sign_in(city_way, amal, "s-1", actor=amal.user), actor=amal.user)
    assert find_level(amal) == Level.RESIDENT


def test_what_the_team_withdrew_comes_back_by_no_press(city_way: CitySignIn, amal: Profile, director: Any) -> None:
    link = link_sign_in(city_way, amal, "s-1", actor=amal.user)
    take_verification_back(Verification.objects.get(), actor=director, reason="Moved away")
    unlink_sign_in(link, actor=amal.user)
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    assert find_level(amal) == Level.MAIL


def test_a_sign_in_that_shows_nothing_gives_no_level(city_way: CitySignIn, amal: Profile) -> None:
    city_way.proves = "nothing"
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    assert find_level(amal) == Level.MAIL


def test_whoever_linked_it_for_somebody_else_loses_it_when_the_change_is_taken_back(
    client: Any, city_way: CitySignIn, amal: Profile
) -> None:
    sign_in(client, amal.user, second_factor=False)
    record_proof(client, amal.user, "code")
    come_back(client, leave(client, START))
    body = Message.objects.get(recipient="amal@example.org").payload["text"]
    with city_scope(None):
        undo_changes(body.partition("/accounts/changes/")[2].partition("/")[0])
    assert find_link_of(amal.user) is None
    assert find_level(amal) == Level.MAIL


def test_switched_off_and_removed_with_a_reason_that_is_read(
    client: Any, city_way: CitySignIn, amal: Profile, director: Any
) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    where = leave(client, START)
    switch_sign_in_off(city_way, actor=director, reason="The contract ends")
    assert "not in use" in text_of(come_back(client, where))
    assert client.get(START).status_code == 404
    assert START not in text_of(client.get("/accounts/login/?next=/c/bat-galim/mine/"))
    assert refused(lambda: link_sign_in(city_way, amal, "s-1", actor=amal.user)) == "stakeholders.sign_in_off"
    remove_sign_in(city_way, actor=director, reason="The contract has ended")
    assert not LinkedSignIn.objects.exists()
    assert find_level(amal) == Level.RESIDENT
    told = Notice.objects.filter(user=amal.user).values_list("verb", flat=True)
    assert {"stakeholders.sign_in_switched_off", "stakeholders.sign_in_removed"} <= set(told)


@pytest.mark.parametrize("is_linked", [True, False])
def test_who_removes_it_reads_whether_anybody_was_told(
    client: Any, city_way: CitySignIn, amal: Profile, director: Any, is_linked: bool
) -> None:
    if is_linked:
        link_sign_in(city_way, amal, "s-1", actor=amal.user)
    sign_in(client, director)
    page = f"/c/bat-galim/settings/sign-in/{city_way.pk}/remove/"
    assert ("read the reason" in text_of(client.get(page))) is is_linked
    ended = text_of(client.post(page, {"reason": "The contract ends"}, follow=True))
    assert ("Those who used it were told why" in ended, "There was nobody to tell" in ended) == (
        is_linked,
        not is_linked,
    )


def test_a_child_who_comes_through_it_still_needs_a_guardian(city_way: CitySignIn) -> None:
    child = ChildFactory(user=UserFactory(is_minor=True), needs_guardian=True)
    link_sign_in(city_way, child, "s-1", actor=child.user)
    assert find_level(child) == Level.RESIDENT
    challenge = ChallengeFactory(state="open", least_verification=Level.RESIDENT)
    assert join_challenge(challenge, profile=child, actor=child.user).state == "awaiting_consent"


def test_whoever_leaves_takes_the_link_along_and_two_profiles_become_one(city_way: CitySignIn, amal: Profile) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    end_profile(amal, actor=amal.user)
    assert not LinkedSignIn.objects.exists()


def test_the_secret_and_the_links_outlive_the_key(city_way: CitySignIn, amal: Profile, settings: Any) -> None:
    link_sign_in(city_way, amal, "s-1", actor=amal.user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as it takes"
    with city_scope(None):
        reseal_second_steps()
    link = find_link(city_way, "s-1")
    assert link is not None
    use_link(link, "s-1")
    settings.SECRET_KEY_FALLBACKS = []
    assert open_secret(CitySignIn.objects.get().client_secret) == CLIENT_SECRET
    assert find_link(city_way, "s-1") == link


def test_an_answer_that_is_nested_without_end_is_a_sentence(monkeypatch: Any) -> None:
    class Answer:
        status_code, headers = 200, {"Content-Type": "application/json"}

        def json(self) -> Any:
            return json.loads("[" * 200_000)

        def raise_for_status(self) -> None:
            pass

    monkeypatch.setattr(OutboundSession, "get", lambda *args, **kwargs: Answer())
    with pytest.raises(DomainError):
        read_discovery("https://login.example.org")
