"""How a line of a list of residents is written before it is hashed: the same, however it was typed."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

from educities.kit.fields import fold_digits
from educities.kit.spelling import fold_spelling


def normalise_detail(text: str) -> str:
    """Letters and digits alone, in one spelling and case. A number without the zeros that a spreadsheet drops before it."""
    signs = "".join(sign for sign in fold_spelling(fold_digits(text)).casefold() if sign.isalnum())
    return signs.lstrip("0") if signs.isdecimal() else signs


def hash_resident(city_id: int, details: Iterable[str], *, key: str = "") -> str:
    """What is kept of a line. Few numbers are possible, so the hash has the installation's key and the city in it."""
    line = "|".join(normalise_detail(one) for one in details)
    made = salted_hmac(f"stakeholders.resident:{city_id}", line, secret=key or None, algorithm="sha256")
    return made.hexdigest()


def list_hashes(city_id: int, details: Iterable[str]) -> list[str]:
    """The hash of these details by the key of today, and by each of before: a list of then is good still."""
    typed = list(details)
    return [hash_resident(city_id, typed, key=key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
