"""How often: counted in the cache. Without a cache nobody is held up."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError


class TooOften(DomainError):
    """More tries than the limit within its time."""

    status = 429


def check_limit(name: str, who: str, *, most: int, seconds: int) -> None:
    """Raises TooOften when `who` did `name` more than `most` times within `seconds`."""
    key = f"limit:{name}:{who}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:
        return
    if count > most:
        raise TooOften(_("That was too often. Wait a few minutes and try again."), code="kit.too_often")


def address_of(request: HttpRequest) -> str:
    """The caller's address, for counting."""
    return request.META.get("REMOTE_ADDR", "")
