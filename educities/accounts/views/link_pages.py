"""A page behind a link that was mailed and works once."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from educities.kit.errors import DomainError
from educities.kit.views import Page


class LinkPage(Page):
    """Looking does nothing, since mail scanners look; the button acts, once. A link that has ended says so with 410."""

    public = True
    asks_again = True
    ended_template = "accounts/sign_in_link_ended.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            return render(request, self.ended_template, {"text": str(error)}, status=410)
