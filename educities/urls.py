"""Includes only: which tree of addresses belongs to whom."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from educities.kit.grouped_urls import GroupedResolver

CITY_APPS = [
    "cities.urls.city",
    "educities.activity.urls.city",
    "stakeholders.urls",
    "consents.urls",
    "meetings.urls",
    "programs.urls",
    "forum.urls",
    "labs.urls",
    "journeys.urls",
    "challenges.urls",
    "collaborations.urls",
    "exchange.urls",
    "matching.urls",
    "network_map.urls",
    "accelerator.urls",
    "growth.urls",
    "library.urls",
    "reports.urls",
]
# What partners' programs ask for in a city: each app's own endpoints.
API_APPS = [
    "stakeholders.api",
    "forum.api",
    "labs.api",
    "challenges.api",
    "collaborations.api",
    "exchange.api",
    "matching.api",
    "network_map.api",
    "accelerator.api",
    "growth.api",
    "programs.api",
]
PLATFORM_APPS = [
    ("", "educities.health.urls"),
    ("", "cities.urls.platform"),
    ("accounts/", "educities.accounts.urls"),
    ("accounts/", "consents.urls.platform"),
    ("accounts/", "allauth.urls"),
    ("", "educities.api.token_urls"),
    ("api", "educities.api.urls"),
    ("platform/", "educities.activity.urls.platform"),
    ("kit/", "educities.kit.showcase.urls"),
]


def _module_exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    # Kept pages hold no form token; a forged change of language harms nobody.
    path("i18n/setlang/", csrf_exempt(set_language), name="set_language"),
    # Before the API's answer to whatever lies below /api and is not there.
    path("api/v1/cities/<slug:city>/", include([path("", include(m)) for m in API_APPS if _module_exists(m)])),
    *(path(prefix, include(module)) for prefix, module in PLATFORM_APPS if _module_exists(module)),
    GroupedResolver(
        "c/<slug:city>/",
        [one for module in CITY_APPS if _module_exists(module) for one in import_module(module).urlpatterns],
    ),
]
handler400 = "educities.health.errors.bad_request"
handler500 = "educities.health.errors.server_error"
