"""Secrets in links: the person holds the secret, the database its hash."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """(the secret for the link, its hash for the row)."""
    token = secrets.token_urlsafe(24)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """SHA-256 as hex: the secret is long and random, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
