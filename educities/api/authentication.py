"""Who calls: a partner's program with a token of allauth's own provider."""

from typing import Any

from allauth.idp.oidc.internal.resources import is_resources_subset
from allauth.idp.oidc.models import Client, Token
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from educities.accounts.models import PartnerClient

MINUTE = 60


class Partner:
    """The principal: a program of a partner with its scopes, in one city."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, client: PartnerClient, scopes: set[str]) -> None:
        self.client, self.scopes, self.pk = client, scopes, None

    @property
    def owner(self) -> Any:
        """The person who answers for what the program writes."""
        return self.client.owner


class PartnerAuthentication(BaseAuthentication):
    """A bearer token becomes a `Partner`; anything else is 401 with a challenge.

    The token is found by its hash together with its program, in one query. allauth's own class reads the same facts
    through a whole OAuth library on each call, in three; what it asks of a token is asked here too.
    """

    def authenticate(self, request: Any) -> Any:
        kind, _space, value = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer":
            return None
        token = valid_token(value.strip())
        # An address lands in logs: a token that stands in it too has been given away.
        if token is None or request.query_params.get("access_token"):
            raise AuthenticationFailed
        if not is_resources_subset([request.build_absolute_uri(request.path)], token.get_resources()):
            raise PermissionDenied
        partner = token.client.partner
        note_use(partner)
        return Partner(partner, set(token.get_scopes())), token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="educities"'


def valid_token(value: str) -> Token | None:
    """The access token of this value, of a program that may call today; None for any other."""
    if not value:
        return None
    standing = Q(user=None) | Q(user__is_active=True)
    found = Token.objects.valid().by_value(value).filter(standing, type=Token.Type.ACCESS_TOKEN)
    partners = found.filter(client__type=Client.Type.CONFIDENTIAL, client__partner__isnull=False)
    token = partners.select_related("client__partner").first()
    return token if token and token.client.partner.is_valid else None


def note_use(partner: PartnerClient) -> None:
    """When the program last called is known to the minute."""
    now = timezone.now()
    if partner.last_used_at is None or (now - partner.last_used_at).total_seconds() > MINUTE:
        PartnerClient.objects.filter(pk=partner.pk).update(last_used_at=now)
