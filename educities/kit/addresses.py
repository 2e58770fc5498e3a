"""Addresses of pages, worked out once: a page names some fifty, and nearly all of them stood on the page before."""

from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

# What the address of a page is made of. Anything else, whose text may change, is worked out each time.
PLAIN = frozenset({int, str, SafeString})
MOST_KEPT = 4096


def cached_reverse(name: str, *args: object) -> str:
    """The same as `reverse(name, args=args)`. Raises NoReverseMatch as it does."""
    if PLAIN.issuperset(map(type, args)):
        return _reverse_once(settings.ROOT_URLCONF, get_script_prefix(), name, *args)
    return reverse(name, args=args)


def split_address(text: str) -> SplitResult:
    """The parts of a web address that somebody sent along; all empty where it is none, as `http://[::1` is."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _reverse_once(urlconf: str, prefix: str, name: str, *args: object) -> str:
    """The prefix stands in every address; it is named here because what is kept depends on it."""
    return reverse(name, urlconf, args=args)
