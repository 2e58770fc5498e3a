"""Drafts that a browser keeps of what was typed (`data-draft`), and when it may drop them."""

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpResponse

# Read and taken away by static/js/app.js.
COOKIE, SECONDS = "arrived", 3600


def drop_drafts(response: HttpResponse, form: BaseForm) -> None:
    """The browser drops its drafts of the form's fields, once the answer leads on: their text has arrived."""
    kept = [field.widget.attrs["data-draft"] for field in form.fields.values() if "data-draft" in field.widget.attrs]
    if kept and 300 <= response.status_code < 400:
        response.set_cookie(COOKIE, "|".join(kept), SECONDS, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
