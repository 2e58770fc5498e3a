"""Drafts that a browser keeps of what was typed (`data-draft`), and when it may drop them."""

from django import forms
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from educities.kit.forms import WordsWidget

# Read and taken away by static/js/app.js.
COOKIE, SECONDS = f"{'__Host-' if settings.HTTPS else ''}arrived", 3600


def keep_drafts(request: HttpRequest, form: BaseForm, taken_by: str = "") -> None:
    """The browser keeps a draft of each long box of the form, for this account and this page.

    `taken_by`: the name of the page that takes the form about the same row, where it is another one: there it arrives.
    """
    match = request.resolver_match
    if match is not None and request.user.is_authenticated:
        mark_drafts(form, request.user.pk, taken_by or str(match.url_name), *match.kwargs.values())


def mark_drafts(form: BaseForm, user_id: int, name: str, *args: str | int) -> None:
    """The same for a form that stands on another page than its own: `name` and `args` of the page that takes it."""
    key = ".".join([str(user_id), name, *map(str, args)])
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, forms.Textarea) or (isinstance(widget, WordsWidget) and widget.rows):
            widget.attrs.setdefault("data-draft", key)


def drop_drafts(response: HttpResponse, form: BaseForm) -> None:
    """The browser drops its drafts of the form's fields, once the answer leads on: their text has arrived."""
    kept = [field.widget.attrs["data-draft"] for field in form.fields.values() if "data-draft" in field.widget.attrs]
    if kept and 300 <= response.status_code < 400:
        names = "|".join(dict.fromkeys(kept))
        response.set_cookie(COOKIE, names, SECONDS, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
