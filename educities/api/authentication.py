"""Who calls: a partner's program with a token of allauth's own provider."""

from typing import Any

from allauth.idp.oidc.contrib.rest_framework.authentication import TokenAuthentication
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed

from educities.accounts.models import PartnerClient


class Partner:
    """The principal: a program of a partner with its scopes, in one city."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, client: PartnerClient, scopes: set[str]) -> None:
        self.client, self.scopes, self.pk = client, scopes, None
        self.owner = client.owner


class PartnerAuthentication(TokenAuthentication):
    """A bearer token becomes a `Partner`; anything else is 401 with a challenge."""

    def authenticate(self, request: Any) -> Any:
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed
        _nobody, token = found
        partner = PartnerClient.objects.select_related("owner", "city").filter(client_id=token.client_id).first()
        if partner is None or not partner.is_valid:
            raise AuthenticationFailed
        today = timezone.now()
        if partner.last_used_at is None or (today - partner.last_used_at).total_seconds() > 60:
            PartnerClient.objects.filter(pk=partner.pk).update(last_used_at=today)
        return Partner(partner, set(token.get_scopes())), token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="educities"'
