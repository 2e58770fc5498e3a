"""Public pages kept for readers who are not signed in: by city, language and the version that actions count up."""

import gzip
import re
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from cities.middleware import CityRequest
from cities.values import version_key
from educities.kit.message_storage import MESSAGES_COOKIE
from educities.kit.sheet import allow_sheet, comes_from_outside, put_sheet_inside

CITY = re.compile(r"^/c/([a-z0-9-]+)/")
SECONDS = 60
# How hard a page is packed: beyond it costs time and saves nothing to speak of.
PACKED = 6
# With one of these in hand a page says something to this reader alone: who is signed in, or what just happened.
OF_ONE_READER = (settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE)


def cache_key_of(address: str) -> str:
    """An address of any length and any signs as a key of the cache."""
    return sha256(address.encode()).hexdigest()


def fill_response(response: HttpResponse, request: HttpRequest, packed: bytes) -> HttpResponse:
    """The response with this page in it, packed where the reader's browser unpacks it."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = packed
        response["Content-Encoding"] = "gzip"
    elif not response.content:
        response.content = gzip.decompress(packed)
    response["Content-Length"] = str(len(response.content))
    return response


def may_travel_packed(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the page says nothing that its length could betray: nothing of a session, no form's token of before.

    A token made for this very answer may be packed: a browser that brought none gets another one with each answer, so
    there is nothing to be guessed from one length to the next.
    """
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming or response.has_header("Content-Encoding"):
        return False
    # Django leaves this mark wherever a token was written.
    has_old_token = "CSRF_COOKIE_NEEDS_UPDATE" in request.META and settings.CSRF_COOKIE_NAME in request.COOKIES
    return not has_old_token and not request.session.modified


class PageCacheMiddleware:
    """A page whose view set `response.keep = True` is answered from the cache, without a query.

    Such pages hold no form token and nothing of a person: the reader has no session cookie and no message to read.
    So they may also travel packed, where a page with a token may not (its length would tell of it), and are kept packed.
    To whom no page of ours led they come with the style sheet inside, and so do other pages whose token, if any, is new.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: CityRequest) -> HttpResponse:
        if request.method != "GET" or not request.COOKIES.keys().isdisjoint(OF_ONE_READER):
            return self.get_response(request)
        first = comes_from_outside(request) and "gzip" in request.headers.get("Accept-Encoding", "")
        match = CITY.match(request.path_info)
        response = self._answer_kept(request, match[1], first=first) if match else self.get_response(request)
        if first and may_travel_packed(request, response):
            put_sheet_inside(response)
            fill_response(response, request, gzip.compress(response.content, PACKED, mtime=0))
        return response

    def _answer_kept(self, request: CityRequest, slug: str, *, first: bool) -> HttpResponse:
        """The page from the cache, or as it is drawn now and kept from now on where its view allows that."""
        # Both in one round trip: the version that counts now, and the page with the version it was drawn from. Under its
        # host too: the page says its own address, and a stranger's host in it would be read by everybody for a minute.
        page = f"page:{get_language()}:{'first:' if first else ''}{cache_key_of(request.get_host() + request.get_full_path())}"
        number = version_key(slug)
        found = cache.get_many([number, page])
        drawn_from, packed = found.get(page, (None, None))
        if packed is not None and drawn_from == found.get(number):
            response = fill_response(
                HttpResponse(headers={"Vary": "Cookie, Accept-Language", "X-Kept": "1"}), request, packed
            )
            if first:
                allow_sheet(response)
            return response
        response = self.get_response(request)
        if getattr(response, "keep", False) and response.status_code == 200 and request.city is not None:
            if first:
                put_sheet_inside(response)
            version, packed = request.city.page_version, gzip.compress(response.content, PACKED, mtime=0)
            cache.set_many({number: version, page: (version, packed)}, SECONDS)
            fill_response(response, request, packed)
        return response
