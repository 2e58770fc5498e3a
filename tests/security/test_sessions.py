"""A session ends: by its day, by its person, by the operator, with its account; and is not lengthened by being used."""

import math
import re
import string
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from educities.accounts.backends import STARTED_KEY
from educities.accounts.models import SignedInSession, SignInLink, User
from educities.kit.sealing import open_secret
from tests.accounts.test_sign_in import ask
from tests.factories import UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
ALPHABET = string.ascii_lowercase + string.digits


@pytest.fixture
def noa(db: Any) -> User:
    return UserFactory(email="noa@example.org")


def browser_of(user: User) -> Client:
    return sign_in(Client(), user, second_factor=False)


def is_in(browser: Client) -> bool:
    return browser.get("/accounts/me/").status_code == 200


def test_a_key_cannot_be_guessed(noa: User) -> None:
    keys = {browser_of(noa).session.session_key for _browser in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}
    assert set("".join(keys)) <= set(ALPHABET)
    assert 32 * math.log2(len(ALPHABET)) >= 128


def test_using_a_session_does_not_lengthen_it(noa: User) -> None:
    browser = browser_of(noa)
    session = browser.session
    began = timezone.now() - timedelta(seconds=django_settings.SESSION_COOKIE_AGE) + timedelta(hours=1)
    session[STARTED_KEY] = began.isoformat()
    session.save()
    browser.post("/accounts/me/", {"language": "he"})
    row = SignedInSession.objects.get(user=noa)
    assert row.expire_date == began + timedelta(seconds=django_settings.SESSION_COOKIE_AGE)


def test_what_was_signed_out_opens_nothing_more(noa: User) -> None:
    browser = browser_of(noa)
    key = browser.session.session_key
    browser.post("/accounts/logout/")
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = key
    assert not is_in(thief)
    assert not SignedInSession.objects.filter(session_key=key).exists()


def test_signing_out_clears_what_the_browser_kept(noa: User) -> None:
    assert browser_of(noa).post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'


def test_a_closed_account_is_signed_in_nowhere(noa: User) -> None:
    browser = browser_of(noa)
    User.objects.filter(pk=noa.pk).update(is_active=False)
    assert not is_in(browser)


@pytest.mark.parametrize("page", ["/", "/accounts/me/", "/accounts/sessions/", "/c/bat-galim/", "/c/bat-galim/mine/"])
def test_every_page_leads_out(city: Any, resident: User, page: str) -> None:
    assert "/accounts/logout/" in sign_in(Client(), resident, second_factor=False).get(page).content.decode()


class TestOperator:
    """Whoever runs the installation ends sessions from the command line."""

    def test_of_one_account(self, noa: User) -> None:
        theirs, others = browser_of(noa), browser_of(UserFactory())
        call_command("end_sessions", account=noa.pk)
        assert not is_in(theirs)
        assert is_in(others)

    def test_of_everybody_with_the_links_that_wait(self, noa: User) -> None:
        browsers = [browser_of(noa), browser_of(UserFactory())]
        ask(Client())
        call_command("end_sessions", all=True)
        assert [one for one in browsers if is_in(one)] == []
        assert not SignInLink.objects.exists()

    def test_an_account_that_is_not_there_is_said(self) -> None:
        with pytest.raises(CommandError, match="no account 987654321"):
            call_command("end_sessions", account=987654321)


class TestReseal:
    """After a change of SECRET_KEY second steps are sealed with the new one, and the old one can go."""

    def test_second_steps_and_recovery_codes_go_on_without_the_old_key(self, noa: User, settings: Any) -> None:
        TOTP.activate(noa, "JBSWY3DPEHPK3PXP")
        codes = RecoveryCodes.activate(noa).generate_codes()
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key of this installation"
        call_command("reseal_second_steps")
        settings.SECRET_KEY_FALLBACKS = []
        row = Authenticator.objects.get(user=noa, type=Authenticator.Type.TOTP)
        assert open_secret(row.data["secret"]) == "JBSWY3DPEHPK3PXP"
        row = Authenticator.objects.get(user=noa, type=Authenticator.Type.RECOVERY_CODES)
        assert RecoveryCodes(row).generate_codes() == codes


def test_the_page_of_sessions_names_no_key(noa: User) -> None:
    browser = browser_of(noa)
    page = browser.get("/accounts/sessions/").content.decode()
    assert not re.search(browser.session.session_key, page)
