"""Errors of the API as RFC 9457 problems; `code` is stable and never translated."""

import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from educities.kit.context import current_audit_context
from educities.kit.errors import DomainError, InvalidValue

TYPE = "application/problem+json"
INVALID = gettext_lazy("The request is not valid. Check what you sent and try again.")
CHALLENGE = 'Bearer realm="educities"'
# What DRF says of itself is not in every language.
TITLES: dict[type[exceptions.APIException], Any] = {
    exceptions.MethodNotAllowed: gettext_lazy("Method not allowed at this address. See the Allow header."),
    exceptions.NotAcceptable: gettext_lazy("This address only returns application/json."),
    exceptions.UnsupportedMediaType: gettext_lazy(
        "Send the request body as application/json, in UTF-8 and not compressed."
    ),
    exceptions.Throttled: gettext_lazy("Too many calls. Wait as many seconds as Retry-After says, then go on."),
}


class ScopeMissing(exceptions.PermissionDenied):
    """The token has not the scope that the operation needs."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


def problem_body(
    status: int, code: str, title: object, *, detail: object = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The members of a problem."""
    found: dict[str, Any] = {
        "type": f"urn:educities:problem:{code}",
        "title": str(title),
        "status": status,
        "code": code,
        "request_id": current_audit_context().request_id,
    }
    if detail:
        found["detail"] = str(detail)
    if errors:
        found["errors"] = errors
    return found


def as_response(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The problem as DRF's answer."""
    return Response(body, status=body["status"], headers=headers, content_type=TYPE)


def as_json(body: dict[str, Any]) -> JsonResponse:
    """The problem for places outside DRF: unknown addresses, a failure of ours."""
    return JsonResponse(body, status=body["status"], content_type=TYPE, headers={"Cache-Control": "no-store"})


def not_found() -> dict[str, Any]:
    """One answer for unknown, foreign and random addresses and ids."""
    return problem_body(404, "not_found", _("Page not found. Check the address."))


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook."""
    if isinstance(error, InvalidValue):
        line = {"pointer": f"/{error.field}", "code": error.code, "detail": str(error)}
        return as_response(problem_body(error.status, error.code, INVALID, errors=[line]))
    if isinstance(error, DomainError):
        title = _("This action is not possible now. See “detail”.")
        lines = [{"pointer": f"/{error.field}", "code": error.code, "detail": str(error)}] if error.field else None
        return as_response(problem_body(error.status, error.code, title, detail=error, errors=lines))
    if isinstance(error, Http404 | exceptions.NotFound):
        return as_response(not_found())
    if isinstance(error, exceptions.AuthenticationFailed | exceptions.NotAuthenticated):
        text = _("Send a valid access token in the Authorization header.")
        # RFC 6750, section 3.1: an error is named only where a token was sent.
        why = ', error="invalid_token"' if isinstance(error, exceptions.AuthenticationFailed) else ""
        return as_response(problem_body(401, "unauthenticated", text), {"WWW-Authenticate": CHALLENGE + why})
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        text = _("This app does not have the permission it needs. Ask the director to grant it.")
        needed = f', scope="{error.scope}"' if isinstance(error, ScopeMissing) else ""
        challenge = f'{CHALLENGE}, error="insufficient_scope"{needed}'
        return as_response(problem_body(403, "scope_missing", text), {"WWW-Authenticate": challenge})
    return _answer_rest(error) if isinstance(error, exceptions.APIException) else None


def _answer_rest(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.ValidationError):
        lines = _error_lines(error.detail)
        return as_response(problem_body(400, "invalid", INVALID, errors=lines))
    code = str(getattr(error, "default_code", "error"))
    title = next((TITLES[kind] for kind in type(error).__mro__ if kind in TITLES), error.detail)
    return as_response(problem_body(error.status_code, code, title), _error_headers(error))


def _error_headers(error: exceptions.APIException) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(math.ceil(wait))} if wait else getattr(error, "headers", {})


def _error_lines(detail: object, pointer: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [line for key, value in detail.items() for line in _error_lines(value, pointer + _pointer_to(key))]
    if isinstance(detail, list):
        return [line for value in detail for line in _error_lines(value, pointer)]
    return [{"pointer": pointer, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}]


def _pointer_to(member: object) -> str:
    """The step to a member (RFC 6901); none where the whole is meant, for which DRF has a name that no body holds."""
    return "" if member == api_settings.NON_FIELD_ERRORS_KEY else f"/{member}"
