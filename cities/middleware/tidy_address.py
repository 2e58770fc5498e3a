"""An address as people pass it on: with capitals, with the sentence's own full stop or bracket, without its last slash."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes

# What a sentence or a mail program leaves at the end of a link, and signs that nobody sees.
TRAILING = re.compile(
    "[.,;:!?)\\]}>'\"*\u2019\u201d\u00bb\u05f4\u060c\u061b\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\s]+/?$"
)
CITY_IN_CAPITALS = re.compile(r"^/c/(?=[^/]*[A-Z])([\w-]+)(?=/|$)")


def tidy_address(path: str) -> str:
    """The address that was meant; the same one where nothing can be made of it."""
    meant = TRAILING.sub("", path) or "/"
    meant = CITY_IN_CAPITALS.sub(lambda match: match[0].lower(), meant)
    for one in (meant, f"{meant}/", meant.lower(), f"{meant.lower()}/"):
        if is_valid_path(one):
            return one
    return path


class TidyAddressMiddleware:
    """Whoever follows such an address is led to the page by one redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if request.method in {"GET", "HEAD"} and self._may_be_meant_otherwise(path):
            meant = tidy_address(path)
            if meant != path:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(escape_leading_slashes(meant) + (f"?{query}" if query else ""))
        return self.get_response(request)

    @staticmethod
    def _may_be_meant_otherwise(path: str) -> bool:
        """Cheap for the addresses that pages write: small letters, and a slash at the end."""
        if CITY_IN_CAPITALS.match(path):
            return True
        # Secrets in links have capitals, and lead to their page.
        return bool(TRAILING.search(path) or path != path.lower()) and not is_valid_path(path)
