"""Values that the database holds and cannot read: the key is a secret that somebody else carries."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


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
