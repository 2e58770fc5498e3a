"""Which hashes, ciphers and dice are used, and where: a new place is looked at by a person and written down."""

import re
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as django_settings

from educities.kit.sealing import open_sealed, seal_value
from educities.kit.tokens import hash_token, new_token
from tests.security.production import production
from tests.security.sources import calls, document, imports_of

INVENTORY = document("docs/security.md").partition("## Cryptography")[2].partition("\n## ")[0]
KINDS = (
    "hashlib", "hmac", "secrets", "cryptography", "django.core.signing", "django.utils.crypto", "django.contrib.auth.hashers",
    "argon2", "Crypto", "nacl", "jwt",
)  # fmt: skip


def test_every_place_that_uses_cryptography_is_in_the_inventory() -> None:
    used = set().union(*imports_of(*KINDS).values())
    listed = set(re.findall(r"`([\w/]+\.py)`", INVENTORY))
    assert {path for path in used if not path.startswith("educities/embedded/")} == listed


def test_ciphers_come_from_one_library_and_are_of_one_kind() -> None:
    """Fernet: AES in CBC mode under an HMAC of SHA-256, each with a key of 128 bits of its own."""
    found = imports_of("cryptography", "Crypto", "nacl", "ssl")
    assert (
        found["cryptography"]
        == imports_of("cryptography.fernet")["cryptography.fernet"]
        == {"educities/kit/sealing.py"}
    )
    assert found["Crypto"] | found["nacl"] == set()


def test_no_hash_is_one_that_is_broken() -> None:
    weak = [
        path
        for path, name, _call in calls()
        if name.rpartition(".")[2] in {"md5", "sha1", "new", "md4"} and "hash" in name
    ]
    weak += [
        path
        for path, _name, call in calls()
        for one in call.keywords
        if str(getattr(one.value, "value", "")) in {"md5", "sha1"}
    ]
    assert weak == []


def test_what_was_changed_under_its_seal_opens_to_nothing() -> None:
    sealed = bytearray(seal_value({"address": "noa@example.org"}, "secret"))
    assert open_sealed(bytes(sealed), "secret") == {"address": "noa@example.org"}
    sealed[30] ^= 1
    assert open_sealed(bytes(sealed), "secret") is None
    assert open_sealed(seal_value(1, "secret"), "another") is None


def test_a_key_of_a_seal_has_256_bits() -> None:
    assert Fernet.generate_key().__len__() == 44
    assert seal_value("same", "secret") != seal_value("same", "secret")


def test_a_secret_of_a_link_has_192_bits_and_is_kept_as_sha_256() -> None:
    found = {new_token()[0] for _try in range(100)}
    assert len(found) == 100
    assert {len(token) for token in found} == {32}
    assert len(hash_token("x")) == 64


def test_passwords_of_a_production_are_kept_by_argon2id() -> None:
    """OWASP's figures: 19 MiB, two rounds, one lane."""
    assert production()["HASHERS"] == [["argon2", 19456, 2, 1]]


def test_the_key_of_a_production_is_long_and_its_own() -> None:
    found = production()
    assert len(found["SECRET_KEY"]) >= 50
    assert "embedded-only" not in found["SECRET_KEY"]


@pytest.mark.parametrize("name", ["SECRET_KEY_FALLBACKS", "PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS"])
def test_what_may_have_to_be_exchanged_is_a_setting(name: str) -> Any:
    assert isinstance(getattr(django_settings, name), list)
