"""The outermost door: request id, one log line a request, a calm answer while the database is away."""

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from educities.kit.context import entering, truncated_ip

log = logging.getLogger("educities.request")
AWAY = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>EduCities</title></head><body><main>
<h1>One moment please</h1><p>Our database is away for a moment. Go back and send once more: what you typed is still there.</p>
<div lang="he" dir="rtl"><h1>רק רגע</h1><p>מסד הנתונים לא זמין כרגע. אפשר לחזור אחורה ולשלוח שוב: מה שהקלדת נשאר שם.</p></div>
<div lang="ar" dir="rtl"><h1>لحظة من فضلكم</h1><p>قاعدة البيانات غير متاحة الآن. عودوا إلى الخلف وأرسلوا مرة أخرى: ما كتبتموه ما زال هناك.</p></div>
</main></body></html>"""


class QueryCount:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.count += 1
        return execute(*args)


def away(request: HttpRequest) -> HttpResponse:
    """503: the database is away; says when to come back, and asks nothing of the database itself."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "code": "database.away"}
        response: HttpResponse = JsonResponse(problem, status=503, content_type="application/problem+json")
    else:
        response = HttpResponse(AWAY, status=503)
    response["Retry-After"] = "5"
    return response


class RequestMiddleware:
    """Opens the act of the request, answers 503 while the database is away, writes one line into the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex
        start, counter = time.monotonic(), QueryCount()
        via = "api" if request.path.startswith("/api/") else "web"
        address = truncated_ip(request.META.get("REMOTE_ADDR", ""))
        with entering(via, request_id=request.request_id, ip=address), connection.execute_wrapper(counter):
            try:
                response = self.get_response(request)
            except (OperationalError, InterfaceError):
                response = away(request)
        response["X-Request-ID"] = request.request_id
        self.write(request, response, counter.count, start)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            log.warning("database away", extra={"request_id": request.request_id})
            connection.close()
            return away(request)
        return None

    def write(self, request: HttpRequest, response: HttpResponse, queries: int, start: float) -> None:
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
                "actor": _actor(request),
                "ms": round((time.monotonic() - start) * 1000, 1),
                "queries": queries,
            },
        )


def _actor(request: HttpRequest) -> int | None:
    """The signed-in person's number, if somebody asked who it is; the log itself asks nothing."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


