"""What is signed is good for its purpose, its time and this installation alone; a program gets tokens in one way."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import signing
from django.test import Client

from educities.activity.queries.mail_stops import SIGNER, stop_of
from meetings.queries import reply_links
from meetings.queries.reply_links import invited_by
from tests.api.test_doors import TOKEN, admit, ask_token
from tests.security.sources import imports_of

pytestmark = pytest.mark.django_db


def test_a_signature_is_made_with_sha_256() -> None:
    assert SIGNER.algorithm == "sha256"
    assert signing.TimestampSigner(salt=reply_links.SALT).algorithm == "sha256"


def test_what_is_signed_for_one_purpose_is_good_for_no_other(scope: Any) -> None:
    reply = signing.dumps([scope.pk, 1, 1], salt=reply_links.SALT)
    stop = SIGNER.sign(f"{scope.pk}.1.labs")
    assert stop_of(reply) is None
    assert invited_by(stop) is None
    assert invited_by(signing.dumps([scope.pk, 1, 1], salt="another purpose")) is None


def test_a_signature_under_a_key_that_is_not_ours_is_none(scope: Any) -> None:
    assert invited_by(signing.dumps([scope.pk, 1, 1], key="not ours", salt=reply_links.SALT)) is None


def test_the_time_of_a_reply_link_is_asked(scope: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signing.dumps([scope.pk, 1, 1], salt=reply_links.SALT)
    asked: list[int] = []
    loads = signing.loads
    monkeypatch.setattr(
        signing, "loads", lambda *a, **k: asked.append(k["max_age"]) or loads(*a, **{**k, "max_age": -1})
    )
    assert invited_by(token) is None
    assert asked == [reply_links.LONGEST]


def test_no_token_brings_its_own_key_or_algorithm() -> None:
    """Tokens of that kind come from a city's own sign-in alone, with its published keys; what we sign is Django's own, and
    the credentials of the accelerator, which nobody hands back to us."""
    assert imports_of("jwt", "jose", "authlib", "jwcrypto") == {
        "jwt": {"accelerator/values/credentials.py", "educities/accounts/views/openid.py"},
        "jose": set(),
        "authlib": set(),
        "jwcrypto": set(),
    }
    assert not django_settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "username": "ruth@example.org", "password": "x"},
        {"grant_type": "authorization_code", "code": "x", "redirect_uri": "https://elsewhere.example/"},
        {"grant_type": "refresh_token", "refresh_token": "x"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "x"},
    ],
)
def test_a_program_gets_a_token_in_one_way_alone(city: Any, director: Any, form: dict[str, str]) -> None:
    partner, secret = admit(city, director)
    answer = ask_token(partner.client_id, secret, **form)
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.json()


def test_a_token_comes_without_another_one_that_renews_it(city: Any, director: Any) -> None:
    partner, secret = admit(city, director)
    assert "refresh_token" not in ask_token(partner.client_id, secret).json()


def test_a_scope_that_was_not_given_is_not_got_by_asking(city: Any, director: Any) -> None:
    partner, secret = admit(city, director, "labs:read")
    answer = ask_token(partner.client_id, secret, scope="indicators:write")
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_scope"


def test_who_shows_no_secret_gets_no_token(city: Any, director: Any) -> None:
    partner, _secret = admit(city, director)
    form = {"grant_type": "client_credentials", "client_id": partner.client_id}
    assert Client().post(TOKEN, form).status_code == 401


def test_the_secret_of_a_program_is_kept_as_a_hash(city: Any, director: Any) -> None:
    partner, secret = admit(city, director)
    assert secret not in partner.client.secret
    assert "$" in partner.client.secret
