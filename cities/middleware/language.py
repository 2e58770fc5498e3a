"""Which language a reader gets: their own by cookie or browser, else the city's."""

import re
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from cities.middleware import ADDRESS
from cities.models import City

SECONDS = 60
# What older Android phones call Hebrew.
OLD_HEBREW = re.compile(r"\biw\b", re.IGNORECASE)


def reads_known_language(request: HttpRequest) -> bool:
    """Has the reader chosen one of our languages here, or does the browser ask for one?"""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in dict(settings.LANGUAGES):
        return True
    return any(
        _is_ours(code) for code, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    )


def _is_ours(code: str) -> bool:
    try:
        return bool(get_supported_language_variant(code))
    except LookupError:
        return False


class LanguageMiddleware(LocaleMiddleware):
    """A reader of no language of ours reads a city in the city's own."""

    def process_request(self, request: HttpRequest) -> None:
        asked = request.META.get("HTTP_ACCEPT_LANGUAGE")
        if asked and "iw" in asked.lower():
            request.META["HTTP_ACCEPT_LANGUAGE"] = OLD_HEBREW.sub("he", asked)
        super().process_request(request)
        match = ADDRESS.match(request.path_info)
        if match is None or request.path_info.startswith("/api/") or reads_known_language(request):
            return
        if language := self._language_of(request, match[1]):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()

    @staticmethod
    def _language_of(request: Any, slug: str) -> str:
        """The city's first language, "" where there is no city. Kept for a minute, so that kept pages cost no query."""
        key = f"city-language:{slug}"
        language = cache.get(key)
        if language is None:
            # The next middleware needs the same row.
            request.city_at_address = city = City.objects.at(slug)
            language = city.language if city else ""
            cache.set(key, language, SECONDS)
        return language
