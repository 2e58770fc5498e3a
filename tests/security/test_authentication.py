"""Passwords are taken as they are, guessed by nobody, and never the way around a second step."""

import math
import re
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from educities.accounts.models import User
from educities.kit.passwords import OWN_WORDS, strip_own_words
from tests.accounts.test_sign_in import ask, code, link
from tests.factories import UserFactory, add_second_step
from tests.security.production import production
from tests.security.sources import imports_of, scripts, templates
from tests.support import record_proof, sign_in

pytestmark = pytest.mark.django_db
LOGIN, CHANGE, SECOND = "/accounts/login/", "/accounts/password/change/", "/accounts/2fa/authenticate/"
PASSWORD, OTHER = "long-and-odd-1", "another-odd-one-2"


@pytest.fixture
def noa(db: Any) -> User:
    user = UserFactory(email="noa@example.org", password=PASSWORD)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def enter(password: str, browser: Client | None = None) -> Client:
    browser = browser or Client()
    browser.post(LOGIN, {"login": "noa@example.org", "password": password})
    return browser


def change(browser: Client, old: str, new: str) -> None:
    browser.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize(
    "password",
    [
        "only small letters",
        "רק אותיות עבריות",
        "حروف عربية فقط",
        "1740 3369 5520 88",
        "  blanks around it  ",
        "🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳",
        "x7" * 60,
    ],
)
def test_a_password_of_any_signs_and_length_is_taken_as_it_is(noa: User, password: str) -> None:
    change(enter(PASSWORD), PASSWORD, password)
    assert is_in(enter(password))
    assert not is_in(enter(password.swapcase() + "x"))
    assert not is_in(enter(password[:-1]))
    if password.strip() != password:
        assert not is_in(enter(password.strip()))


def test_a_new_password_needs_the_old_one(noa: User) -> None:
    browser = enter(PASSWORD)
    change(browser, "not the old one", OTHER)
    assert is_in(enter(PASSWORD))
    change(browser, PASSWORD, OTHER)
    assert is_in(enter(OTHER))
    assert not is_in(enter(PASSWORD))


@pytest.mark.parametrize("password", ["short-1", "1234567890", "qwertyuiop", "PASSWORD123", "basketball"])
def test_a_short_or_a_well_known_one_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="noa@example.org"))


@pytest.mark.parametrize(
    "password",
    ["EduCities-2026", "education.cities", "Director_City1", "noa.levi@harbour", "ערי חינוך 26", "مدن التربية 26"],
)
def test_one_of_the_platforms_words_or_of_the_own_address_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(email="noa.levi@harbour.example"))
    assert "password_own_words" in {error.code for error in refused.value.error_list}


def test_one_with_enough_of_its_own_is_taken() -> None:
    validate_password("city-of-eleven-herons", User(email="noa@example.org"))
    assert strip_own_words("city-of-eleven-herons") == "ofelevenherons"


def test_every_own_word_is_refused_by_itself() -> None:
    assert [word for word in OWN_WORDS if strip_own_words(word)] == []


def test_the_box_hides_what_is_typed_and_lets_programs_fill_it(client: Client, noa: User) -> None:
    client.get(LOGIN)
    pages = [client.post(LOGIN, {"login": noa.email, "password": "wrong"}).content.decode()]
    pages.append(enter(PASSWORD, client).get(CHANGE).content.decode())
    boxes = [
        tag
        for page in pages
        for tag in re.findall(r"<input[^>]*>", page)
        if re.search(r'name="[a-z]*password\d?"', tag)
    ]
    assert len(boxes) == 4
    assert [tag for tag in boxes if 'type="password"' not in tag] == []
    assert [tag for tag in boxes if not re.search(r'autocomplete="(current|new)-password"', tag)] == []


def test_nothing_keeps_anybody_from_pasting() -> None:
    texts = {**scripts(), **templates()}
    assert [name for name, text in texts.items() if re.search(r"onpaste|[\"']paste[\"']", text)] == []


def test_guessing_a_password_ends_after_five_tries_and_shuts_nobody_out(settings: Any, noa: User) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    for _try in range(5):
        enter("wrong")
    assert not is_in(enter(PASSWORD))
    waiting = Client()
    ask(waiting)
    waiting.post("/accounts/login/code/confirm/", {"code": code()})
    assert is_in(waiting)


def test_a_production_counts_tries() -> None:
    limits = production()["LIMITS_OF_SIGN_IN"]
    assert limits["login_failed"] == "10/m/ip,5/300s/key"
    assert [
        name
        for name in ("login", "signup", "reset_password", "request_login_code", "reauthenticate")
        if not limits[name]
    ] == []


def test_nobody_is_there_before_somebody_signs_up() -> None:
    assert User.objects.count() == 0


def test_a_new_password_by_mail_does_not_pass_the_second_step(noa: User) -> None:
    add_second_step(noa)
    key = f"{user_pk_to_url_str(noa)}-{default_token_generator.make_token(noa)}"
    browser = Client()
    form = browser.get(f"/accounts/password/reset/key/{key}/", follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": OTHER, "password2": OTHER})
    assert not is_in(browser)
    answer = browser.post(LOGIN, {"login": noa.email, "password": OTHER})
    assert answer.url.startswith(SECOND)
    assert not is_in(browser)


def test_a_recovery_code_opens_once(noa: User) -> None:
    TOTP.activate(noa, "JBSWY3DPEHPK3PXP")
    first = RecoveryCodes.activate(noa).generate_codes()[0]
    browser = enter(PASSWORD)
    browser.post(SECOND, {"code": first})
    assert is_in(browser)
    again = enter(PASSWORD)
    again.post(SECOND, {"code": first})
    assert not is_in(again)


def test_recovery_codes_are_not_to_be_read_in_the_database(noa: User) -> None:
    codes = RecoveryCodes.activate(noa).generate_codes()
    row = str(Authenticator.objects.values().get(user=noa, type=Authenticator.Type.RECOVERY_CODES))
    assert [one for one in codes if one in row] == []


def test_a_code_of_a_mail_cannot_be_guessed_in_its_few_tries() -> None:
    """Eight signs of an alphabet of at least twenty: far more than twenty bits."""
    codes = {get_adapter().generate_login_code().replace("-", "") for _try in range(200)}
    assert len(codes) == 200
    assert {len(one) for one in codes} == {8}
    assert 8 * math.log2(len(set("".join(codes)))) > 32


def test_nothing_secret_comes_from_the_dice_that_can_be_foretold() -> None:
    """Where `random` is used it spreads tries over time, and draws invented figures."""
    assert imports_of("random")["random"] == {"educities/activity/actions/delivery.py"}


def test_who_lost_the_second_step_gets_in_by_no_mail(noa: User) -> None:
    add_second_step(noa)
    ask(Client())
    browser = Client()
    assert browser.post(link()).url.startswith(SECOND)
    assert not is_in(browser)


def test_no_page_asks_a_question_in_place_of_a_secret(noa: User) -> None:
    fields = {field.name for field in User._meta.get_fields()}
    assert [name for name in fields if re.search("question|hint|answer", name)] == []


def test_a_password_of_long_ago_still_opens(noa: User) -> None:
    User.objects.update(joined_at="2001-01-01T00:00:00Z", last_login="2001-01-01T00:00:00Z")
    assert is_in(enter(PASSWORD))


class TestKeys:
    """A session gets a new key with each proof, and ends for good."""

    def test_signing_in_changes_the_key(self, noa: User) -> None:
        browser = Client()
        ask(browser)
        before = browser.session.session_key
        browser.post("/accounts/login/code/confirm/", {"code": code()})
        assert is_in(browser)
        assert browser.session.session_key != before

    def test_a_proof_shown_anew_changes_the_key_and_the_old_one_is_void(self, noa: User) -> None:
        browser = sign_in(Client(), noa, second_factor=False)
        record_proof(browser, noa, "password", ago=3600)
        before = browser.session.session_key
        answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert answer.status_code == 302
        assert is_in(browser)
        assert browser.session.session_key != before
        old = Client()
        old.cookies["session"] = before
        assert old.get("/accounts/me/").status_code == 302
