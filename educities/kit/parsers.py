"""JSON as it is meant: UTF-8, no lone surrogates, no NaN, nested to a depth that fits."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser


class TooLarge(APIException):
    """The body is larger than Django takes."""

    status_code = 413
    default_code = "too_large"


class OrjsonParser(BaseParser):
    """JSON by orjson. What Python's own reader takes too far (depth, half signs) is refused here, before it is read."""

    media_type = "application/json"

    def parse(
        self, stream: object, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            # The whole body, which Django bounds and keeps: it is asked for again to know a request that is repeated.
            return orjson.loads(_read_body((parser_context or {})["request"]))
        except RequestDataTooBig as error:
            raise TooLarge(_("The request is too large. Send fewer items at once.")) from error
        except orjson.JSONDecodeError as error:
            raise ParseError(_("The request body is not valid JSON.")) from error


def _read_body(request: HttpRequest) -> bytes:
    """All of the body. Raises ParseError when the line broke off before its end."""
    text = _("The request body did not arrive in full. Send it again.")
    try:
        body: bytes = request.body
    except UnreadablePostError as error:
        raise ParseError(text) from error
    length = request.META.get("CONTENT_LENGTH") or ""
    # What has come may be valid by itself, and mean less than what was sent.
    if length.isdigit() and len(body) < int(length):
        raise ParseError(text)
    return body
