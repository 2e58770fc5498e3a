"""A code of the app opens once, without the cache's help; its secret lies sealed, under keys that may change."""

import time
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from educities.accounts.actions.second_step import use_code, use_first_code
from educities.accounts.adapter import MFAAdapter
from educities.accounts.models import User
from educities.kit.sealing import MARK, open_secret, seal_secret
from tests.factories import UserFactory
from tests.support import forget_cache, sign_in

pytestmark = pytest.mark.django_db
SECRET, PASSWORD = "JBSWY3DPEHPK3PXP", "long-and-odd-1"


@pytest.fixture
def noa(db: Any) -> User:
    user = UserFactory(email="noa@example.org", password=PASSWORD)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def step(noa: User) -> Authenticator:
    return TOTP.activate(noa, SECRET).instance


def code_at(steps_from_now: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps_from_now))


def enter(code: str) -> bool:
    browser = Client()
    browser.post("/accounts/login/", {"login": "noa@example.org", "password": PASSWORD})
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in browser.session


def test_a_code_opens_once_even_when_the_cache_is_emptied(step: Authenticator) -> None:
    code = code_at()
    assert enter(code)
    forget_cache()
    assert not enter(code)


def test_a_code_of_before_the_last_one_opens_nothing(step: Authenticator) -> None:
    assert use_code(step, code_at())
    assert not use_code(step, code_at(-1))


def test_the_next_code_opens(step: Authenticator) -> None:
    assert use_code(step, code_at(-1))
    assert use_code(step, code_at())


def test_a_copy_read_before_the_use_does_not_help(step: Authenticator) -> None:
    copy = Authenticator.objects.get(pk=step.pk)
    assert use_code(step, code_at())
    assert not use_code(copy, code_at())


def test_the_code_that_set_the_app_up_opens_nothing_more(step: Authenticator) -> None:
    use_first_code(step)
    assert not use_code(step, code_at())


def test_the_secret_is_not_in_the_row(step: Authenticator) -> None:
    row = Authenticator.objects.get(pk=step.pk)
    assert row.data["secret"].startswith(MARK)
    assert SECRET not in str(row.data)


def test_an_open_secret_of_before_still_works(step: Authenticator) -> None:
    Authenticator.objects.update(data={"secret": SECRET})
    assert enter(code_at())


def test_a_secret_outlives_the_key_when_the_old_one_is_named(settings: Any) -> None:
    sealed = seal_secret(SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key, long enough to be a secret",
    )
    assert MFAAdapter().decrypt(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match="SECRET_KEY_FALLBACKS"):
        open_secret(sealed)


@pytest.mark.django_db(transaction=True)
def test_the_migration_seals_what_lay_open(noa: User) -> None:
    steps = Authenticator.objects
    app = steps.create(user=noa, type="totp", data={"secret": SECRET})
    codes = steps.create(user=noa, type="recovery_codes", data={"seed": "seed", "used_mask": 1})
    migration = import_module("educities.accounts.migrations.0008_seal_second_steps")
    with connection.schema_editor() as editor:
        migration.seal(apps, editor)
    app.refresh_from_db()
    codes.refresh_from_db()
    assert app.data["secret"].startswith(MARK)
    assert codes.data["used_mask"] == 1
    assert open_secret(codes.data["seed"]) == "seed"
    with connection.schema_editor() as editor:
        migration.unseal(apps, editor)
    app.refresh_from_db()
    assert app.data["secret"] == SECRET


@pytest.mark.django_db
def test_the_page_of_recovery_codes_says_what_they_are_for(client: Any, noa: User) -> None:
    sign_in(client, noa)
    RecoveryCodes.activate(noa)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "Without your phone, one of these codes lets you in, once." in page


class TestOfAnotherKey:
    """The data came to a machine with a new key: codes cannot be checked, and nothing falls over."""

    @pytest.fixture(autouse=True)
    def _moved(self, step: Authenticator, settings: Any) -> None:
        RecoveryCodes.activate(step.user)
        settings.SECRET_KEY = "the key of the new machine, which is long enough"

    def test_the_page_of_the_code_says_so(self) -> None:
        browser = Client()
        browser.post("/accounts/login/", {"login": "noa@example.org", "password": PASSWORD})
        page = browser.post("/accounts/2fa/authenticate/", {"code": code_at()})
        assert page.status_code == 200
        assert "Your codes cannot be checked since this installation was moved." in page.content.decode()
        assert "_auth_user_id" not in browser.session

    def test_the_page_of_the_proof_too(self, client: Any, noa: User) -> None:
        sign_in(client, noa)
        page = client.post("/accounts/2fa/reauthenticate/", {"code": code_at()}).content.decode()
        assert "Your codes cannot be checked" in page

    @pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/2fa/recovery-codes/"])
    def test_no_page_of_second_steps_falls_over(self, client: Any, noa: User, address: str) -> None:
        sign_in(client, noa)
        client.raise_request_exception = False
        page = client.get(address)
        assert "Something went wrong" not in page.content.decode()

    def test_an_operator_resets_those_alone(self, noa: User) -> None:
        key = Authenticator.objects.create(user=noa, type="webauthn", data={})
        whole = UserFactory()
        TOTP.activate(whole, SECRET)
        call_command("reset_second_step", "--unreadable")
        assert list(Authenticator.objects.filter(user=noa)) == [key]
        assert Authenticator.objects.filter(user=whole).exists()

    def test_or_one_persons(self, noa: User) -> None:
        call_command("reset_second_step", "--email", "NOA@example.org")
        assert not Authenticator.objects.filter(user=noa).exists()
        # A number that is nobody's: numbers go on from test to test.
        nobody = str(noa.pk + 1_000)
        with pytest.raises(CommandError, match=f"There is no account {nobody}"):
            call_command("reset_second_step", "--account", nobody)
