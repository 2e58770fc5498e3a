"""Values that the database holds and cannot read: the key is a secret that somebody else carries."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

MARK = "sealed:"


class SealedByOtherKey(ValueError):
    """What was sealed under a key that this installation does not know."""


def _cipher_for(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"sealed\n{secret}".encode()).digest()))


def seal_value(value: Any, secret: str) -> bytes:
    """`value`, which JSON can hold, as bytes that only this secret opens. `secret` is long and random."""
    return _cipher_for(secret).encrypt(json.dumps(value).encode())


def open_sealed(sealed: bytes | memoryview, secret: str) -> Any:
    """What was sealed under this secret; None under another one."""
    try:
        return json.loads(_cipher_for(secret).decrypt(bytes(sealed)))
    except InvalidToken:
        return None


def seal_bytes(contents: bytes, secret: str) -> bytes:
    """The contents of a file as bytes that only this secret opens."""
    return _cipher_for(secret).encrypt(contents)


def open_bytes(sealed: bytes | memoryview, secret: str) -> bytes | None:
    """What `seal_bytes` sealed under this secret; None under another one."""
    try:
        return _cipher_for(secret).decrypt(bytes(sealed))
    except InvalidToken:
        return None


def seal_secret(text: str) -> str:
    """`text` under the installation's SECRET_KEY; `MARK` stands before it."""
    return MARK + seal_value(text, settings.SECRET_KEY).decode()


def open_secret(text: str) -> str:
    """What was sealed under SECRET_KEY or one of SECRET_KEY_FALLBACKS; a text of before there was a seal is itself.

    Raises SealedByOtherKey when no key of today opens it.
    """
    if not text.startswith(MARK):
        return text
    sealed = text.removeprefix(MARK).encode()
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        opened = open_sealed(sealed, key)
        if opened is not None:
            return str(opened)
    raise SealedByOtherKey("sealed under a key that is not among SECRET_KEY and SECRET_KEY_FALLBACKS")


def new_signing_key() -> tuple[str, str]:
    """The two halves of a new Ed25519 key, private and public, as tokens write them: what is signed is sealed for nobody,
    and the private half is kept by `seal_secret`.
    """
    key = Ed25519PrivateKey.generate()
    halves = (key.private_bytes_raw(), key.public_key().public_bytes_raw())
    private, public = (base64.urlsafe_b64encode(half).rstrip(b"=").decode() for half in halves)
    return private, public
