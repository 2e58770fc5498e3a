"""How often: counted in the cache. Without a cache nobody is held up."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError


class TooOften(DomainError):
    """More tries than the limit within its time."""

    status = 429


def check_limit(name: str, who: str, *, most: int, seconds: int) -> None:
    """Raises TooOften when `who` did `name` more than `most` times within `seconds`.

    Counted over all cities, so that a thousand cities do not make a thousand times as many mails to one address. What is
    kept is a digest and a number: no address, and not where.
    """
    key = f"limit:{name}:{sha256(who.encode()).hexdigest()}"
    counter: Any = cache  # ours counts, in one round trip
    if counter.count(key, seconds) > most:
        raise TooOften(_("Too many attempts. Wait a few minutes and try again."), code="kit.too_often")


def address_of(request: HttpRequest) -> str:
    """The caller's address, for counting: behind a trusted proxy what the proxy says, which stands last in the line.

    Whatever a caller writes into that line itself stands before it and is not read.
    """
    if settings.TRUST_PROXY and (line := request.META.get("HTTP_X_FORWARDED_FOR")):
        return line.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
