"""How a line of a list of residents is written before it is hashed: the same, however it was typed."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from educities.kit.fields import fold_digits
from educities.kit.spelling import fold_spelling


def normalise_detail(text: str) -> str:
    """Letters and digits alone, in one spelling and case. A number without the zeros that a spreadsheet drops before it."""
    signs = "".join(sign for sign in fold_spelling(fold_digits(text)).casefold() if sign.isalnum())
    return signs.lstrip("0") if signs.isdecimal() else signs


def hash_resident(city_id: int, details: Iterable[str]) -> str:
    """What is kept of a line. Few numbers are possible, so the hash has the installation's key and the city in it."""
    line = "|".join(normalise_detail(one) for one in details)
    return salted_hmac(f"stakeholders.resident:{city_id}", line, algorithm="sha256").hexdigest()
