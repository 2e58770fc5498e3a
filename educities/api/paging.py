"""Lists: cursor pages of plain rows."""

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from educities.api.operation import Operation
from educities.api.serializers import MOST, PAGE, PageQuery, page_of
from educities.api.views import Endpoint
from educities.tenancy.kept_queries import Given, KeptQuery

# What narrows no list, and a number behind which lies every row.
OF_EVERY_LIST, LAST = frozenset(PageQuery._declared_fields), 2**63 - 1


def list_operation(
    *, name: str, summary: str, scope: str, row: type[Serializer], query: type[Serializer] = PageQuery
) -> dict[str, Operation]:
    """The operations of a `Listing`: a page of `row`, asked for with the parameters of `query`, a kind of PageQuery."""
    text = "A page, the newest first."
    operation = Operation(name=name, summary=summary, scope=scope, query=query, answer=page_of(row), answer_text=text)
    return {"GET": operation}


class Listing(Endpoint):
    """A cursor page of plain rows: `rows()` gives a queryset of dictionaries, which come by descending id. Its `GET` is
    a `list_operation()`. What the address names stands in `self.kwargs`.

    `is_kept`: the rows depend on nothing but the parameters. Where none narrows them, their statement is put together once.
    """

    is_kept: ClassVar[bool] = False

    def rows(self, request: Request) -> QuerySet[Any, dict[str, Any]]:
        raise NotImplementedError

    def render_row(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row as partners read it: as it was asked for, unless a column's name says something else there."""
        return row

    def get(self, request: Request, **named: int) -> Response:
        size = page_size(request)
        found = self.find_page(request, read_cursor(request), size + 1)
        results = found[:size]
        following = encode_cursor(request, results[-1]["id"]) if len(found) > size else None
        return Response({"results": [self.render_row(row) for row in results], "next_cursor": following})

    def find_page(self, request: Request, after: int | None, most: int) -> list[dict[str, Any]]:
        """So many rows behind the place."""
        if self.is_kept and request.query_params.keys() <= OF_EVERY_LIST:
            return keep_page(cast("Any", type(self)), most).ask(before=LAST if after is None else after)
        rows = self.rows(request).order_by("-id")
        return list((rows if after is None else rows.filter(pk__lt=after))[:most])


@lru_cache(maxsize=64)
def keep_page(listing: Any, most: int) -> KeptQuery:
    """The statement of a page that no parameter narrows: as if somebody asked without any."""
    return KeptQuery(
        lambda: listing().rows(Request(HttpRequest())).order_by("-id").filter(pk__lt=Given("before"))[:most]
    )


def single_operation(*, name: str, summary: str, scope: str, row: type[Serializer]) -> dict[str, Operation]:
    """The operations of a `Single`."""
    text = "The row, as the list has it."
    return {"GET": Operation(name=name, summary=summary, scope=scope, answer=row, answer_text=text)}


class Single(Endpoint):
    """One row of a `listing`, by the last number of the address; 404 for one that the list has not."""

    listing: ClassVar[type[Listing]]

    def get(self, request: Request, **named: int) -> Response:
        number = list(named.values())[-1]
        listing = type(self).listing(kwargs=self.kwargs)
        # A number that no column holds is none of ours either.
        row = listing.rows(request).filter(pk=number).first() if 0 < number < 2**63 else None
        if row is None:
            raise Http404
        return Response(listing.render_row(row))


def page_size(request: Request) -> int:
    """1 to 200. Raises ValidationError."""
    return PAGE if (size := read_number(request, "page_size", 1, MOST)) is None else size


def read_number(request: Request, name: str, least: int, most: int) -> int | None:
    """The whole number that the parameter `name` gives, if it is given. Raises ValidationError for what is none."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        words = _("Enter a number from %(least)s to %(most)s.")
        raise ValidationError({name: words % {"least": least, "most": most}})
    return int(text)


def read_choice(request: Request, name: str, choices: list[str]) -> str | None:
    """What the parameter `name` chooses, if it is given. Raises ValidationError for what is none of the choices."""
    text = request.query_params.get(name)
    if text and text not in choices:
        raise ValidationError({name: _("Use one of these values: %(words)s") % {"words": ", ".join(choices)}})
    return text or None


def mark_list(request: Request) -> str:
    """Some signs that stand for the list and what narrows it: a place in one list is none in another."""
    narrowed = sorted((name, value) for name, value in request.query_params.items() if name not in OF_EVERY_LIST)
    return hashlib.sha256(repr((request.path, narrowed)).encode()).hexdigest()[:12]


def encode_cursor(request: Request, number: int) -> str:
    """A place in this list, opaque to the reader."""
    return base64.urlsafe_b64encode(f"{mark_list(request)}i{number}".encode()).decode().rstrip("=")


def read_cursor(request: Request) -> int | None:
    """The place that the reader gave back. Raises ValidationError for anything else, as for a place in another list."""
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        plain = ""
    mark, _sign, digits = plain.partition("i")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else 0
    if mark != mark_list(request) or not 0 < number < 2**63:
        raise ValidationError(
            {"cursor": _("This cursor is not valid for this list. Use “next_cursor” from the last page.")}
        )
    return number
