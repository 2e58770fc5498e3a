"""A role of staff gives nothing before its holder has a second step at sign-in, and this session has passed it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from cities.models import City, Invitation
from cities.rules.roles import forget_roles
from educities.accounts.views.login import BACKEND
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, MembershipFactory, UserFactory, add_second_step
from tests.support import record_proof

pytestmark = pytest.mark.django_db
ASKED = "/accounts/second-factor/?next="


@pytest.mark.parametrize("page", ["today", "inbox", "mine", "me", "start", "organisations"])
def test_staff_are_led_to_it_from_every_page_of_the_city(
    client: Any, city: Any, director: Any, sign_in: Any, page: str
) -> None:
    sign_in(client, director, second_factor=False)
    assert client.get(f"/c/bat-galim/{page}/").url == f"{ASKED}%2Fc%2Fbat-galim%2F{page}%2F"


def test_the_practice_city_asks_nobody(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director, second_factor=False)
    City.objects.filter(pk=city.pk).update(is_practice=True)
    assert client.get("/c/bat-galim/today/").status_code == 200


def test_public_pages_show_such_staff_what_anybody_sees(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    draft = ChallengeFactory(state="framed")
    sign_in(client, director, second_factor=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "/c/bat-galim/today/" not in client.get("/c/bat-galim/").content.decode()
    sign_in(client, director)
    assert client.get(draft.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("role", "gives"), [("director", False), ("steward", False), ("facilitator", False), ("resident", True)]
)
def test_the_role_itself_waits(city: Any, role: str, gives: bool) -> None:
    user = MembershipFactory(city=city, role=role, second_step=False).user
    may = "cities.see_own_things_city" if role == "resident" else "cities.see_workplace_city"
    with city_scope(city.pk):
        assert user.has_perm(may, city) is gives


def test_a_resident_is_never_asked(client: Any, city: Any, resident: Any, sign_in: Any) -> None:
    sign_in(client, resident, second_factor=False)
    assert client.get("/c/bat-galim/mine/").status_code == 200


def test_the_front_door_still_names_the_city(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director, second_factor=False)
    assert "/c/bat-galim/start/" in client.get("/").content.decode()


@pytest.mark.parametrize("page", ["/platform/", "/platform/cities/new/"])
def test_the_operator_of_a_real_installation_needs_one_too(
    client: Any, operator: Any, sign_in: Any, settings: Any, page: str
) -> None:
    settings.EMBEDDED = False
    sign_in(client, operator, second_factor=False)
    assert client.get(page).url == f"{ASKED}{page.replace('/', '%2F')}"
    forget_roles(operator)
    sign_in(client, operator)
    assert client.get(page).status_code == 200


def test_a_stranger_is_not_asked_but_refused(client: Any, sign_in: Any, city: Any) -> None:
    sign_in(client, UserFactory(), second_factor=False)
    assert client.get("/c/bat-galim/today/").status_code == 403
    assert client.get("/platform/").status_code == 403


def code_of(secret: str) -> str:
    """What the authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


class TestSessionOfBefore:
    """Signed in while the account had no second step, or without showing it."""

    @pytest.fixture
    def old(self, client: Any, director: Any) -> Any:
        client.force_login(director, backend=BACKEND)
        return client

    def test_it_has_none_of_the_staffs_power(self, old: Any, city: Any) -> None:
        invited = {"email": "new@example.org", "display_name": "New", "role": "director", "language": "en"}
        answer = old.post("/c/bat-galim/roles/new/", invited)
        assert answer.url.startswith(ASKED)
        with city_scope(city.pk):
            assert not Invitation.objects.exists()

    @pytest.mark.parametrize("page", ["today", "roles", "mine", "organisations"])
    def test_it_is_led_to_show_the_step_on_every_page(self, old: Any, city: Any, page: str) -> None:
        answer = old.get(f"/c/bat-galim/{page}/")
        assert answer.url == f"{ASKED}%2Fc%2Fbat-galim%2F{page}%2F"
        assert old.get(answer.url).url == f"/accounts/2fa/reauthenticate/?next=%2Fc%2Fbat-galim%2F{page}%2F"

    def test_public_pages_show_it_what_anybody_sees(self, old: Any, scope: Any) -> None:
        assert old.get(ChallengeFactory(state="framed").get_absolute_url()).status_code == 404

    def test_it_has_all_once_the_step_is_shown(self, client: Any, director: Any) -> None:
        Authenticator.objects.all().delete()
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(director, secret)
        client.force_login(director, backend=BACKEND)
        show = "/accounts/2fa/reauthenticate/?next=/c/bat-galim/today/"
        assert client.post(show, {"code": "000000"}).status_code == 200
        assert client.get("/c/bat-galim/today/").status_code == 302
        assert client.post(show, {"code": code_of(secret)}).url == "/c/bat-galim/today/"
        assert client.get("/c/bat-galim/today/").status_code == 200

    def test_the_practice_city_asks_it_for_nothing(self, old: Any, city: Any) -> None:
        City.objects.filter(pk=city.pk).update(is_practice=True)
        assert old.get("/c/bat-galim/today/").status_code == 200

    @pytest.mark.parametrize(("embedded", "status"), [(True, 200), (False, 302)])
    def test_of_the_operator_an_installation_for_trying_out_asks_nothing(
        self, client: Any, operator: Any, settings: Any, embedded: bool, status: int
    ) -> None:
        settings.EMBEDDED = embedded
        add_second_step(operator)
        client.force_login(operator, backend=BACKEND)
        assert client.get("/platform/").status_code == status

    def test_what_another_person_showed_in_this_browser_counts_for_nobody_else(
        self, client: Any, director: Any, steward: Any, sign_in: Any
    ) -> None:
        sign_in(client, steward)
        client.force_login(director, backend=BACKEND)
        assert client.get("/c/bat-galim/today/").url.startswith(ASKED)


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_step_ends_every_other_session(client: Any, director: Any) -> None:
    Authenticator.objects.all().delete()
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(director, backend=BACKEND)
        assert browser.get("/accounts/me/").status_code == 200
    record_proof(client, director, "code")
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=director, type="totp").exists()
    assert elsewhere.get("/accounts/me/").url.startswith("/accounts/login/")
    assert client.get("/accounts/me/").status_code == 200
    assert client.get("/c/bat-galim/today/").status_code == 200
