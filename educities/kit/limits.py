"""How often: counted in the cache. Without a cache nobody is held up."""

from contextlib import suppress
from hashlib import sha256
from ipaddress import IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError

IPV6 = 6


class TooOften(DomainError):
    """More tries than the limit within its time. `wait`: after so many seconds one is counted anew."""

    status = 429
    wait = 0


def check_limit(name: str, who: str, *, most: int, seconds: int) -> None:
    """Raises TooOften when `who` did `name` more than `most` times within `seconds`.

    Counted over all cities, so that a thousand cities do not make a thousand times as many mails to one address. What is
    kept is a digest and a number: no address, and not where.
    """
    key = _key_of(name, who)
    counter: Any = cache  # ours counts, in one round trip
    counted, rest = counter.count(key, seconds)
    if counted > most:
        refused = TooOften(_("Too many attempts. Wait a few minutes and try again."), code="kit.too_often")
        refused.wait = max(rest, 1)
        raise refused


def forget_try(name: str, who: str) -> None:
    """One time less is counted: who was right has guessed nothing."""
    with suppress(ValueError):
        cache.decr(_key_of(name, who))


def _key_of(name: str, who: str) -> str:
    return f"limit:{name}:{sha256(who.encode()).hexdigest()}"


def address_of(request: HttpRequest) -> str:
    """The caller's address, for counting: behind a trusted proxy what the proxy says, which stands last in the line.

    Whatever a caller writes into that line itself stands before it and is not read.
    """
    if settings.TRUST_PROXY and (line := request.META.get("HTTP_X_FORWARDED_FOR")):
        return line.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def network_of(request: HttpRequest) -> str:
    """Whom a limit counts: the caller's address, of IPv6 the network of 64 bits, which is one household or one server.

    One of those has more addresses than anybody could count one by one.
    """
    address = address_of(request)
    try:
        is_new = ip_address(address).version == IPV6
    except ValueError:
        return address
    return str(IPv6Network((address, 64), strict=False)) if is_new else address
