"""Whom others typed in says first how old they are."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cities.middleware import CityRequest
from cities.queries.places_waiting import has_no_part
from stakeholders.queries import find_profile


class AgeRequest(CityRequest):
    """A request as this middleware leaves it: where its person says their age first; "" for whom nothing is asked."""

    age_question: str


class AgeMiddleware:
    """`request.age_question` for the pages that ask it (`Permitted.asks_age_first`). Costs nothing for whose age is said."""

    def __init__(self, get_response: Callable[[AgeRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: AgeRequest) -> HttpResponse:
        request.age_question = cast("str", SimpleLazyObject(lambda: find_age_question(request)))
        return self.get_response(request)


def find_age_question(request: AgeRequest) -> str:
    """The page that asks, for whom this city knows and nobody has asked yet.

    Who said no to all that they were asked to join only reads here: they are asked before they do something.
    """
    user = request.user
    if request.city is None or not getattr(user, "is_age_unsaid", False) or find_profile(user) is None:
        return ""
    if request.method in {"GET", "HEAD"} and has_no_part(cast("Any", user), request.city):
        return ""
    return reverse("say_age", args=[request.city.slug])
