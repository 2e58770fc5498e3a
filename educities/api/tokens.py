"""The token endpoint (RFC 6749), revocation (RFC 7009) and what a client discovers of both (RFC 8414, RFC 9728)."""

from typing import Any

from allauth.core.internal import httpkit
from allauth.idp.oidc.internal.resources import InvalidTargetError
from allauth.idp.oidc.models import Client, Token
from allauth.idp.oidc.views import RevokeView as AllauthRevokeView
from allauth.idp.oidc.views import TokenView as AllauthTokenView
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views import View
from oauthlib.oauth2.rfc6749.errors import (
    InvalidClientError,
    InvalidRequestError,
    OAuth2Error,
    UnauthorizedClientError,
    UnsupportedGrantTypeError,
)

from educities.api.partners import partner_clients
from educities.api.scopes import scope_labels
from educities.kit.limits import TooOften, check_limit, network_of

# Tries of one caller, and tries with one client's name from wherever, within a minute. A program needs one an hour.
MOST_TRIES, MOST_TRIES_OF_CLIENT, SECONDS = 60, 30, 60
CHALLENGE = 'Basic realm="educities"'


class TemporarilyUnavailableError(OAuth2Error):
    """More tries than the limit; Retry-After says when the next one is worth it."""

    error = "temporarily_unavailable"
    status_code = 429


class TokenView(AllauthTokenView):
    """allauth's own, but for programs that were shut out, are past their day, rest, or have nobody who answers for them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = client_name(request)
        try:
            check_tries(request, name)
            check_form(request)
            drop_empty_values(request)
            check_grant(request)
            check_resource(request)
            check_admitted(request, name)
            return with_challenge(super().post(request, *args, **kwargs))
        except OAuth2Error as error:
            return oauth_error_response(error)
        except (ValidationError, ValueError):
            # RFC 8707, section 2: `resource` is no absolute URI. Brackets around what is no address raise ValueError.
            return oauth_error_response(InvalidTargetError())


class RevokeView(AllauthRevokeView):
    """allauth's own, for the tokens of an admitted client alone, its own (RFC 7009, section 2.1).

    Whatever kind of token the client takes it for: one that is not found among those of its hint is looked for among all.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = client_name(request)
        try:
            check_tries(request, name)
            value = request.POST.get("token", "")
            check_form(request)
            check_admitted(request, name)
            drop_parameters(request, {"token_type_hint"})
            owners = set(Token.objects.by_value(value).values_list("client_id", flat=True)) if value else set()
            if owners - {name}:
                check_client(name, client_secret(request))
                raise UnauthorizedClientError(description="This token was issued to another client.")
        except OAuth2Error as error:
            return oauth_error_response(error)
        return with_challenge(super().post(request, *args, **kwargs))


def check_form(request: HttpRequest) -> None:
    """Raises InvalidRequestError for what RFC 6749 forbids: a parameter twice, or two ways to authenticate at once."""
    name, secret = httpkit.extract_basic_auth(request.headers)
    if any("\x00" in text for text in (name or "", *request.POST, *request.POST.values())):
        raise InvalidRequestError
    if any(len(values) > 1 for _name, values in request.POST.lists()):
        raise InvalidRequestError(description="A parameter is given more than once.")
    other = request.POST.get("client_id", name) != name or "client_secret" in request.POST
    if (name or secret) and other:
        raise InvalidRequestError(description="Authenticate by the header or by the form, not by both.")


def check_admitted(request: HttpRequest, name: str) -> None:
    """Raises InvalidClientError for the name of a program that was shut out, is past its day, rests, or has nobody who
    answers for it; and for one that there never was."""
    partner: Any = partner_clients().filter(client_id=name).first() if name else None
    if name and not (partner and partner.is_valid and partner.is_answered_for):
        # Whoever is named, a try takes as long: the time tells nobody which programs there are.
        make_password(client_secret(request))
        raise InvalidClientError


def drop_empty_values(request: HttpRequest) -> None:
    """RFC 6749, section 3.2: a parameter sent without a value counts as omitted."""
    drop_parameters(request, {name for name, value in request.POST.items() if not value})


def drop_parameters(request: HttpRequest, names: set[str]) -> None:
    """The form without these."""
    form = request.POST.copy()
    for name in names & form.keys():
        del form[name]
    request.POST = form  # type: ignore[assignment]  # of the same kind; Django's stubs have it immutable


def check_resource(request: HttpRequest) -> None:
    """Raises InvalidTargetError for a token that would be of no use here (RFC 8707, section 2: an unknown resource)."""
    resource = request.POST.get("resource", settings.BASE_URL)
    if not f"{resource}/".startswith(f"{settings.BASE_URL}/"):
        raise InvalidTargetError


def check_client(name: str, secret: str) -> None:
    """Raises InvalidClientError unless the caller is the client that it says it is."""
    client = Client.objects.filter(pk=name).first()
    if client is None or not client.check_secret(secret):
        raise InvalidClientError


def check_grant(request: HttpRequest) -> None:
    """Raises an OAuth2Error unless the one grant that there is is asked for."""
    grant = request.POST.get("grant_type", "")
    if not grant:
        raise InvalidRequestError(description="grant_type is missing.")
    if grant != "client_credentials":
        raise UnsupportedGrantTypeError


def client_name(request: HttpRequest) -> str:
    """The id with which the caller presents itself, in the header or in the form; "" when in neither."""
    return httpkit.extract_basic_auth(request.headers)[0] or request.POST.get("client_id") or ""


def client_secret(request: HttpRequest) -> str:
    """The secret with which the caller presents itself; "" without one."""
    return httpkit.extract_basic_auth(request.headers)[1] or request.POST.get("client_secret") or ""


def check_tries(request: HttpRequest, name: str) -> None:
    """Raises TemporarilyUnavailableError when there were too many tries, refused ones among them."""
    try:
        check_limit("token", network_of(request), most=MOST_TRIES, seconds=SECONDS)
        if name:
            check_limit("token-of", name, most=MOST_TRIES_OF_CLIENT, seconds=SECONDS)
    except TooOften as error:
        refused = TemporarilyUnavailableError(description="Too many requests.")
        refused.wait = error.wait
        raise refused from error


def oauth_error_response(error: OAuth2Error) -> HttpResponse:
    """As RFC 6749, section 5.2, has it: never kept, and with the way to authenticate where that failed."""
    answer = JsonResponse(dict(error.twotuples), status=error.status_code)
    answer["Cache-Control"], answer["Pragma"] = "no-store", "no-cache"
    if wait := getattr(error, "wait", 0):
        answer["Retry-After"] = str(wait)
    return with_challenge(answer)


def with_challenge(answer: HttpResponse) -> HttpResponse:
    """A client authenticates here by Basic; the library asks for a Bearer token."""
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = CHALLENGE
    return answer


class AuthorizationServerMetadata(View):
    """What RFC 8414 lets a client find out: one grant, one way to authenticate, the API's own scopes."""

    def get(self, request: HttpRequest) -> JsonResponse:
        found = {
            "issuer": settings.BASE_URL,
            "token_endpoint": absolute_address("api_token"),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "revocation_endpoint": absolute_address("api_revoke"),
            "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": sorted(scope_labels()),
            "service_documentation": absolute_address("api_description"),
        }
        return JsonResponse(found, headers={"Access-Control-Allow-Origin": "*"})


class ProtectedResourceMetadata(View):
    """What RFC 9728 lets a client find out of the API: who gives tokens for it, and where they are put."""

    def get(self, request: HttpRequest) -> JsonResponse:
        found = {
            "resource": f"{settings.BASE_URL}/api/v1",
            "authorization_servers": [settings.BASE_URL],
            "scopes_supported": sorted(scope_labels()),
            "bearer_methods_supported": ["header"],
        }
        return JsonResponse(found, headers={"Access-Control-Allow-Origin": "*"})


def absolute_address(name: str) -> str:
    """The address by which the installation is known, whatever name the request came under."""
    return f"{settings.BASE_URL}{reverse(name)}"
