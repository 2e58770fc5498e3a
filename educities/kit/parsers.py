"""JSON as it is meant: UTF-8, no lone surrogates, no NaN, nested to a depth that fits."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType, ValidationError
from rest_framework.parsers import BaseParser


class TooLarge(APIException):
    """The body is larger than Django takes."""

    status_code = 413
    default_code = "too_large"


class OtherEncoding(UnsupportedMediaType):
    """The body is compressed, or of other signs than UTF-8: what is taken, the answer says (RFC 9110, section 15.5.16)."""

    headers: ClassVar[dict[str, str]] = {"Accept-Encoding": "identity"}


def check_encoding(request: HttpRequest, media_type: str) -> None:
    """Raises OtherEncoding for a body that is not plain UTF-8."""
    _kind, parameters = parse_header_parameters(media_type)
    is_plain = request.headers.get("Content-Encoding", "").strip().lower() in {"", "identity"}
    if not is_plain or parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise OtherEncoding(media_type)


def check_members(body: bytes) -> None:
    """Raises ValidationError for a member that stands twice in one object: which of the two is meant nobody knows
    (RFC 8259, section 4)."""

    def check_pairs(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _value in pairs:
            if name in seen:
                raise ValidationError({name: _("This member stands more than once. Send it once.")})
            seen.add(name)

    # The numbers are read by the parser; here they may have as many digits as they want.
    json.loads(body, object_pairs_hook=check_pairs, parse_int=str, parse_float=str)


class OrjsonParser(BaseParser):
    """JSON by orjson. What Python's own reader takes too far (depth, half signs) is refused here, before it is read."""

    media_type = "application/json"

    def parse(
        self, stream: object, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {})["request"]
        check_encoding(request, media_type or "")
        try:
            # The whole body, which Django bounds and keeps: it is asked for again to know a request that is repeated.
            body = _read_body(request)
            found = orjson.loads(body)
            check_members(body)
        except RequestDataTooBig as error:
            raise TooLarge(_("The request is too large. Send fewer items at once.")) from error
        except orjson.JSONDecodeError as error:
            raise ParseError(_("The request body is not valid JSON.")) from error
        except RecursionError as error:
            raise ParseError(_("The request body is not valid JSON.")) from error
        return found


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
