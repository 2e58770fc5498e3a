"""Who gets a token: a program that may call today. For any other the answer is that to a wrong secret."""

from typing import Any

from allauth.core.internal import httpkit
from allauth.idp.oidc.views import TokenView as OfAllauth
from django.http import HttpRequest, HttpResponse, JsonResponse
from oauthlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError, OAuth2Error

from educities.api.partners import partner_clients


class TokenView(OfAllauth):
    """allauth's own, but for programs that were shut out, are past their day, or have nobody who answers for them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = httpkit.extract_basic_auth(request.headers)[0] or request.POST.get("client_id") or ""
        if any("\x00" in text for text in (name, *request.POST, *request.POST.values())):
            return refusal(InvalidRequestError())
        partner: Any = partner_clients().filter(client_id=name).first()
        if partner is not None and not (partner.is_valid and partner.is_answered_for):
            return refusal(InvalidClientError())
        return super().post(request, *args, **kwargs)


def refusal(error: OAuth2Error) -> JsonResponse:
    """As RFC 6749 has it."""
    return JsonResponse(dict(error.twotuples), status=error.status_code, headers=error.headers)
