"""The outermost door: request id, one log line a request, a calm answer while the database is away."""

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from educities.health.query_watchdog import watch_connection
from educities.health.views import livez, readyz
from educities.kit.context import audit_context, truncated_ip
from educities.kit.limits import address_of

log = logging.getLogger("educities.request")
# Answered before anything asks which host or which person: a balancer names neither.
PROBES = {"/livez": livez, "/readyz": readyz}
RETRY_SECONDS = "5"


class QueryCount:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.count += 1
        return execute(*args)


def is_api(request: HttpRequest) -> bool:
    """Does a program read the answer?"""
    return request.path == "/api" or request.path.startswith("/api/")


def is_db_unavailable(error: BaseException | None) -> bool:
    """Is the database gone, full or too busy for this moment? Then trying again helps."""
    return isinstance(error, OperationalError | InterfaceError)


def db_unavailable_response(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """503: the database is away; says when to come back, and asks nothing of the database itself."""
    log.warning(
        "database away",
        extra={"request_id": getattr(request, "request_id", None), "kind": _sqlstate_of(error)},
    )
    connection.close_if_unusable_or_obsolete()
    text = gettext_lazy(
        "The service is not available right now. What you saved before is still there. Try again in a few seconds."
    )
    response = _plain_response(request, 503, "database.away", text)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    # It has its line: Django's own would be a second one.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def has_nul(error: BaseException | None) -> bool:
    """Did somebody send the one character that PostgreSQL keeps in no text?"""
    return isinstance(error, ValueError) and "NUL (0x00)" in str(error)


def bad_request_response(request: HttpRequest) -> HttpResponse:
    """400: there is something in the request that nobody means."""
    return _plain_response(
        request, 400, "bad_request", gettext_lazy("The request is not valid. Check what you sent and try again.")
    )


def is_for_programs(request: HttpRequest) -> bool:
    """Do programs alone come here? They are never led from http to https, so that none sends its secrets openly for long."""
    return is_api(request) or request.path.startswith("/identity/")


def plain_http_response(request: HttpRequest) -> HttpResponse:
    """A program that calls without https is refused, in the shape that the address answers in."""
    from educities.kit.problems import as_json, problem_body  # noqa: PLC0415 (DRF loads its settings first)

    text = gettext_lazy("Apps can call this address over https only.")
    with translation.override(translation.get_language_from_request(request)):
        if is_api(request):
            return as_json(problem_body(403, "https_needed", text))
        return JsonResponse({"error": "invalid_request", "error_description": str(text)}, status=400)


def _plain_response(request: HttpRequest, status: int, code: str, text: str | Promise) -> HttpResponse:
    """An answer in the reader's language that asks nothing of the database; for programs a problem."""
    from educities.kit.problems import as_json, problem_body  # noqa: PLC0415 (DRF loads its settings first)

    with translation.override(translation.get_language_from_request(request)):
        if is_api(request):
            return as_json(problem_body(status, code, text))
        return HttpResponse(render_to_string(f"{status}.html"), status=status)


def _sqlstate_of(error: BaseException | None) -> str:
    """Why, in PostgreSQL's five letters; "connection" when there was nobody to say so."""
    return getattr(getattr(error, "__cause__", None), "pgcode", None) or "connection"


class NumberedRequest(HttpRequest):
    """A request with the number under which the log and the answer have it."""

    request_id: str


class RequestMiddleware:
    """Opens the act of the request, answers 503 while the database is away, writes one line into the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: NumberedRequest) -> HttpResponse:
        if request.path in PROBES:
            answer = PROBES[request.path](request)
            answer["X-Content-Type-Options"] = "nosniff"
            return answer
        request.request_id = uuid.uuid4().hex
        start, counter = time.monotonic(), QueryCount()
        via = "api" if is_api(request) else "web"
        address = truncated_ip(address_of(request))
        with (
            audit_context(via, request_id=request.request_id, ip=address) as act,
            connection.execute_wrapper(counter),
            watch_connection(lambda: counter.count),
        ):
            response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        self.write(request, response, counter.count, start, act.client)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What a view meets; what a middleware meets comes to `server_error`."""
        if is_db_unavailable(error):
            return db_unavailable_response(request, error)
        return bad_request_response(request) if has_nul(error) else None

    def write(
        self, request: NumberedRequest, response: HttpResponse, queries: int, start: float, client: int | None
    ) -> None:
        match = request.resolver_match
        # The route stands for the path, and the numbers for the people: no personal value reaches the log.
        log.info(
            "request",
            extra={
                "request_id": request.request_id,
                "route": match.route if match else "",
                "method": request.method,
                "status": response.status_code,
                "city": getattr(getattr(request, "city", None), "slug", None),
                "actor": _actor_id(request),
                "client": client,
                "ms": round((time.monotonic() - start) * 1000, 1),
                "queries": queries,
            },
        )


class RefusalMiddleware:
    """What nobody means is refused before a session, a city or a page is looked for; the answer has every header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _nul_in_address(request):
            return bad_request_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and is_for_programs(request):
            return plain_http_response(request)
        return self.get_response(request)


def _nul_in_address(request: HttpRequest) -> bool:
    return "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")


def _actor_id(request: HttpRequest) -> int | None:
    """The signed-in person's number, if somebody asked who it is; the log itself asks nothing."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)
