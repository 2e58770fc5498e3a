"""Errors of the API as RFC 9457 problems; `code` is stable and never translated."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from educities.kit.context import current_act
from educities.kit.errors import DomainError

TYPE = "application/problem+json"
# What DRF says of itself is not in every language.
TITLES: dict[type[exceptions.APIException], Any] = {
    exceptions.MethodNotAllowed: gettext_lazy("This address does not take this method."),
    exceptions.NotAcceptable: gettext_lazy("The answer can be had as application/json only."),
    exceptions.UnsupportedMediaType: gettext_lazy("The request’s body has to be application/json."),
    exceptions.Throttled: gettext_lazy("That was too often. Wait a few minutes and try again."),
}


def problem(
    status: int, code: str, title: object, *, detail: object = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The members of a problem."""
    found: dict[str, Any] = {
        "type": f"urn:educities:problem:{code}",
        "title": str(title),
        "status": status,
        "code": code,
        "request_id": current_act().request_id,
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
    return JsonResponse(body, status=body["status"], content_type=TYPE)


def not_found() -> dict[str, Any]:
    """One answer for unknown, foreign and random addresses and ids."""
    return problem(404, "not_found", _("There is nothing at this address."))


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook."""
    if isinstance(error, DomainError):
        return as_response(problem(error.status, error.code, _("It is not possible now."), detail=error))
    if isinstance(error, Http404 | exceptions.NotFound):
        return as_response(not_found())
    if isinstance(error, exceptions.AuthenticationFailed | exceptions.NotAuthenticated):
        text = _("A valid access token is needed.")
        return as_response(problem(401, "unauthenticated", text), {"WWW-Authenticate": 'Bearer realm="educities"'})
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return as_response(problem(403, "scope_missing", _("The client does not have the scope for this.")))
    return _answer_rest(error) if isinstance(error, exceptions.APIException) else None


def _answer_rest(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.ValidationError):
        lines = _lines(error.detail)
        return as_response(problem(400, "invalid", _("Something in the request is not right."), errors=lines))
    code = str(getattr(error, "default_code", "error"))
    title = TITLES.get(type(error), error.detail)
    return as_response(problem(error.status_code, code, title), _headers(error))


def _headers(error: exceptions.APIException) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(int(wait) + 1)} if wait else {}


def _lines(detail: object, pointer: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [line for key, value in detail.items() for line in _lines(value, f"{pointer}/{key}")]
    if isinstance(detail, list):
        return [line for value in detail for line in _lines(value, pointer)]
    return [{"pointer": pointer or "/", "code": getattr(detail, "code", "invalid"), "detail": str(detail)}]
