"""A form that came with a token of before is shown once more, whole, so that one press sends it."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import gettext as _

from educities.kit.fields import LaterBox
from educities.kit.form_marks import TOKEN
from educities.kit.kept_forms import files_to_show
from educities.kit.views import Permitted

# In the address of what is sent once more: a browser that still has no token by then keeps no cookies.
ANEW = "anew"


class ResendForm(NamedTuple):
    """What was sent: where to, all of it (to send again), what people typed (to read), its files.

    A file is the field's name, its label and the file's own name: it goes along where it could be kept.
    """

    action: str
    fields: list[tuple[str, str]]
    typed: list[tuple[str, str]]
    files: list[tuple[str, str, str]]


def is_same_origin(request: HttpRequest) -> bool:
    """Does the browser say that a page of this very site has sent the request? Silence is no proof.

    What a stranger's page sends must never come back as a form of ours that needs but one press.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin in _site_origins(request)
    return site is not None


def _site_origins(request: HttpRequest) -> set[str]:
    try:
        return {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    except DisallowedHost:
        return set()


def get_resend_form(request: HttpRequest) -> ResendForm | None:
    """The form that was sent, to be shown again; None where it must not be.

    Only what a page of this site has sent to a page of ours, and nothing that holds a password: those of allauth, with
    their codes and keys, are never shown again.
    """
    view = view_class_of(request)
    if view is None or not issubclass(view, Permitted) or not is_same_origin(request):
        return None
    if not request.POST or any("password" in name.lower() for name in request.POST):
        return None
    fields = [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]
    known = getattr(getattr(view, "form_class", None), "base_fields", {})
    return ResendForm(
        _form_action(request), fields, list(_typed_fields(fields, known)), list(_file_fields(request, known))
    )


def view_class_of(request: HttpRequest) -> type | None:
    """The class of the view that the address belongs to, if it is one."""
    match = request.resolver_match
    return getattr(match and match.func, "view_class", None)


def _form_action(request: HttpRequest) -> str:
    query = request.GET.copy()
    query[ANEW] = "1"
    return f"{request.path}?{query.urlencode()}"


def _typed_fields(fields: list[tuple[str, str]], known: dict[str, forms.Field]) -> Iterator[tuple[str, str]]:
    """Label and text of what was written by hand, and of each box whether it is ticked: of one that comes up later,
    only that it is.

    A choice of several goes along unseen: its value is no word.
    """
    sent = {name for name, _value in fields}
    for name, value in fields:
        field = known.get(name)
        if field and value.strip() and isinstance(field.widget, forms.TextInput | forms.Textarea):
            yield str(field.label or ""), value
    # A button that needs nothing of the form has sent none of its boxes.
    boxes = {name: field for name, field in known.items() if isinstance(field.widget, forms.CheckboxInput)}
    for name, field in boxes.items() if sent & known.keys() else ():
        if name in sent or not isinstance(field, LaterBox):
            yield str(field.label or ""), _("yes") if name in sent else _("no")


def _file_fields(request: HttpRequest, known: dict[str, forms.Field]) -> Iterator[tuple[str, str, str]]:
    """A page cannot give a file back to the browser that chose it: it is kept here, or chosen again."""
    for name, file in files_to_show(request).items():
        field = known.get(name)
        yield name, str((field and field.label) or _("File")), str(file.name)
