"""How an account at the city's sign-in is written before it is hashed."""

from django.conf import settings
from django.utils.crypto import salted_hmac


def hash_subject(sign_in_id: int, subject: str, *, key: str = "") -> str:
    """What is kept of an account at this sign-in. A provider may call people by their identity numbers, so nobody reads it."""
    return salted_hmac(
        f"stakeholders.subject:{sign_in_id}", subject, secret=key or None, algorithm="sha256"
    ).hexdigest()


def list_subject_hashes(sign_in_id: int, subject: str) -> list[str]:
    """The hash by the key of today, and by each of before."""
    return [hash_subject(sign_in_id, subject, key=key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
