"""The address of a button, opened as a page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from educities.kit.kept_forms import page_behind


class LeadsToPage(View):
    """A browser that opens an address which only takes a press, as after signing in, is led to the page of the thing.

    Programs, and whoever asks for the head alone, are told 405.
    """

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not is_page or "HX-Request" in request.headers:
            return super().http_method_not_allowed(request, *args, **kwargs)
        text = _("That link does nothing by itself. Use the buttons on this page.")
        messages.info(request, text)
        return redirect(self._find_page(request))

    def _find_page(self, request: HttpRequest) -> str:
        """Where the button leads, else the page of the row, else the one that the browser comes from."""
        if hasattr(self, "success_url"):
            return str(self.success_url())
        row: Any = getattr(self, "object", None)
        return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else page_behind(request)
