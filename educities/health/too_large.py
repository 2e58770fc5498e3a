"""What people read whose form was too large to be read: the application itself is never asked."""

from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils import translation


def draw_too_large(environ: dict[str, Any]) -> bytes:
    """The page in the reader's language, with the way back to the page of the form: forms are sent to their own address."""
    # Nothing reads the body.
    request = WSGIRequest({**environ, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"})
    # Two slashes would lead to another site.
    back = "/" + request.get_full_path().lstrip("/")
    with translation.override(translation.get_language_from_request(request)):
        return render_to_string("413.html", {"back": back}).encode()
