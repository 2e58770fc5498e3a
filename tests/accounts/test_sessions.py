"""Where somebody is signed in: seen, ended, shorter with the power of staff; and each sign-in in the log without an address."""

import logging
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.utils import timezone

from educities.accounts.actions.sessions import forget_sessions
from educities.accounts.models import AccountChange, SignedInSession, User
from educities.accounts.values import describe_browser
from educities.kit.day_words import format_moment
from tests.accounts.test_addresses import code_in_mail
from tests.accounts.test_sign_in import ask, link
from tests.factories import MembershipFactory, UserFactory
from tests.support import record_proof, sign_in

pytestmark = pytest.mark.django_db
PAGE, PASSWORD = "/accounts/sessions/", "long-and-odd-1"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


@pytest.fixture
def noa(db: Any) -> User:
    user = UserFactory(email="noa@example.org", password=PASSWORD)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def browser_of(user: User, agent: str = FIREFOX) -> Client:
    """A browser in which the person has typed the password."""
    browser = Client(headers={"user-agent": agent})
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


def ends_of(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('action="')[1:] if "/end/" in part.partition('"')[0]]


def is_in(browser: Client) -> bool:
    return browser.get("/accounts/me/").status_code == 200


def test_each_browser_is_listed_with_its_name_and_no_key(noa: User) -> None:
    here, elsewhere = browser_of(noa), browser_of(noa, "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36")
    page = here.get(PAGE).content.decode()
    assert "Firefox · Android" in page
    assert "Chrome · Windows" in page
    assert elsewhere.session.session_key not in page
    assert page.count("This device") == 1


def test_one_is_ended_and_this_one_goes_on(noa: User) -> None:
    here, elsewhere = browser_of(noa), browser_of(noa)
    (end,) = ends_of(here.get(PAGE).content.decode())
    assert here.post(end).url == PAGE
    assert not is_in(elsewhere)
    assert is_in(here)


def test_all_others_are_ended_and_a_link_that_waits(noa: User) -> None:
    here, elsewhere, third = browser_of(noa), browser_of(noa), browser_of(noa)
    ask(Client())
    path = link()
    here.post("/accounts/sessions/end-others/")
    assert not is_in(elsewhere)
    assert not is_in(third)
    assert is_in(here)
    assert Client().post(path).status_code == 410


def test_nobody_ends_anothers(noa: User) -> None:
    theirs, mine = browser_of(noa), browser_of(noa)
    (end,) = ends_of(mine.get(PAGE).content.decode())
    stranger = sign_in(Client(), UserFactory(), second_factor=False)
    stranger.post(end)
    assert is_in(theirs)


def test_a_session_of_before_the_new_password_is_not_listed(noa: User) -> None:
    here, elsewhere = browser_of(noa), browser_of(noa)
    change = {"oldpassword": PASSWORD, "password1": "another-odd-1", "password2": "another-odd-1"}
    here.post("/accounts/password/change/", change)
    assert not is_in(elsewhere)
    assert ends_of(here.get(PAGE).content.decode()) == []


def test_an_account_takes_its_sessions_along(noa: User, scope: Any) -> None:
    browser_of(noa)
    noa.delete()
    assert not SignedInSession.objects.filter(user_id=noa.pk).exists()


def test_what_is_past_is_forgotten(noa: User) -> None:
    browser_of(noa)
    SignedInSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert forget_sessions() == 1


class TestShort:
    """A session that has passed a second step ends twelve hours after the step, however much it is used."""

    def test_another_lasts_thirty_days(self, noa: User) -> None:
        browser = browser_of(noa)
        assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE

    def test_the_step_shortens_it(self, noa: User, rf: Any) -> None:
        from allauth.account.internal.flows.login import record_authentication

        browser = browser_of(noa)
        request = rf.get("/")
        request.session = browser.session
        record_authentication(request, noa, method="mfa", type="totp")
        assert 0 < request.session.get_expiry_age() <= settings.STAFF_SESSION_AGE

    def test_so_does_signing_in_with_it(self, noa: User) -> None:
        browser = Client()
        record_proof(browser, noa, "mfa")
        browser.force_login(noa, backend="allauth.account.auth_backends.AuthenticationBackend")
        row = SignedInSession.objects.get(user=noa)
        assert row.expire_date <= timezone.now() + timedelta(hours=12)


class TestCode:
    """The code of a mail ends with the link beside it, and with any other way in."""

    def test_the_code_is_no_good_once_the_link_was_used(self, noa: User) -> None:
        from tests.accounts.test_sign_in import CODE, code

        waiting, phone = Client(), Client()
        ask(waiting)
        typed = code()
        phone.post(link())
        answer = waiting.post(CODE, {"code": typed})
        assert answer.url == "/accounts/login/"
        assert not is_in(waiting)
        assert is_in(phone)


class TestLog:
    """Who signs in and who fails to, by number; never an address."""

    def lines(self, caplog: Any) -> list[tuple[str, int | None, str | None]]:
        found = [one for one in caplog.records if one.name == "educities.accounts"]
        assert "noa@" not in str([vars(one) for one in found])
        return [(one.outcome, one.actor, getattr(one, "kind", None)) for one in found]

    def test_a_password_and_a_sign_in(self, noa: User, caplog: Any) -> None:
        with caplog.at_level(logging.INFO, logger="educities.accounts"):
            browser_of(noa)
        assert self.lines(caplog) == [("accepted", noa.pk, "password"), ("signed in", noa.pk, None)]

    def test_a_wrong_password(self, noa: User, caplog: Any) -> None:
        with caplog.at_level(logging.INFO, logger="educities.accounts"):
            Client().post("/accounts/login/", {"login": noa.email, "password": "not this one"})
        assert self.lines(caplog) == [("refused", None, None)]

    def test_a_wrong_code(self, noa: User, caplog: Any) -> None:
        browser = Client()
        ask(browser)
        with caplog.at_level(logging.INFO, logger="educities.accounts"):
            browser.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
        assert self.lines(caplog) == [("refused", noa.pk, None)]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent: str, name: str) -> None:
    assert describe_browser(agent) == name


def test_times_are_those_of_the_persons_city(noa: User) -> None:
    MembershipFactory(user=noa)
    browser = browser_of(noa)
    started = SignedInSession.objects.get(user=noa).started_at
    there = format_moment(started.astimezone(ZoneInfo("Asia/Jerusalem")))
    assert there in browser.get(PAGE).content.decode()


def test_the_only_address_has_no_button_that_would_be_refused(noa: User) -> None:
    browser = sign_in(Client(), noa)
    page = browser.get("/accounts/email/").content.decode()
    assert [name for name in ("action_primary", "action_send", "action_remove") if name in page] == []
    second = EmailAddress.objects.create(user=noa, email="second@example.org", verified=True)
    page = browser.get("/accounts/email/").content.decode()
    assert [name for name in ("action_primary", "action_remove") if name not in page] == []
    assert "action_send" not in page
    EmailAddress.objects.filter(pk=second.pk).update(verified=False)
    EmailAddress.objects.create(user=noa, email="third@example.org", verified=False)
    page = browser.get("/accounts/email/").content.decode()
    assert page.count('name="action_send"') == 1


def test_an_added_address_leads_back_to_the_page_of_addresses(noa: User, settings: Any) -> None:
    browser = sign_in(Client(), noa)
    browser.post("/accounts/email/", {"email": "second@example.org", "action_add": ""})
    assert "If you have an account already" not in browser.get("/accounts/confirm-email/").content.decode()
    answer = browser.post("/accounts/confirm-email/", {"code": code_in_mail(settings)}, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/email/"
    assert "The address was added." in answer.content.decode()


@pytest.mark.parametrize("address", [PAGE, "/accounts/email/", "/accounts/2fa/"])
def test_the_pages_of_an_account_lead_up_to_it(noa: User, address: str) -> None:
    page = sign_in(Client(), noa).get(address).content.decode()
    assert '<a href="/accounts/me/">My account</a>' in page


def test_choosing_the_primary_address_once_more_is_no_change(noa: User) -> None:
    EmailAddress.objects.create(user=noa, email="second@example.org", verified=True)
    sign_in(Client(), noa).post("/accounts/email/", {"email": noa.email, "action_primary": ""})
    assert not AccountChange.objects.exists()
