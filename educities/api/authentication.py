"""Who calls: a partner's program with a token of allauth's own provider."""

import json
from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.resources import is_resources_subset
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from cities.models import Membership, Role, Scope
from educities.accounts.models import PartnerClient, User

MINUTE = 60


class Partner:
    """The principal: a program of a partner in one city, its scopes, and the addresses its token is for (none: all)."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, client: PartnerClient, scopes: set[str], resources: list[str]) -> None:
        self.client, self.scopes, self.resources, self.pk = client, scopes, resources, None

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
        partner = caller(value.strip())
        # An address lands in logs: a token that stands in it too has been given away.
        if partner is None or request.query_params.get("access_token"):
            raise AuthenticationFailed
        if not is_resources_subset([request.build_absolute_uri(request.path)], partner.resources):
            raise PermissionDenied
        note_use(partner.client)
        return partner, None

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="educities"'


# Asked by every call, so it is written out: putting it together anew costs four times what PostgreSQL takes to answer.
CALLER = f"""
    SELECT partner.*, token.scopes AS token_scopes, token.data AS token_data
      FROM {Token._meta.db_table} token
      JOIN {Client._meta.db_table} client ON client.id = token.client_id
      JOIN {PartnerClient._meta.db_table} partner ON partner.client_id = client.id
      JOIN {User._meta.db_table} owner ON owner.id = partner.owner_id
      LEFT JOIN {User._meta.db_table} person ON person.id = token.user_id
     WHERE token.type = %s AND token.hash = %s AND (token.expires_at IS NULL OR token.expires_at > %s)
       AND client.type = %s AND (token.user_id IS NULL OR person.is_active)
       AND owner.is_active AND EXISTS (
           SELECT 1 FROM {Membership._meta.db_table} held
            WHERE held.user_id = partner.owner_id AND held.city_id = partner.city_id
              AND held.role = %s AND held.scope_type = %s AND held.starts_on <= %s
              AND (held.ends_on IS NULL OR held.ends_on >= %s))
"""


def caller(value: str) -> Partner | None:
    """Who calls with this access token: a program that may call today, while the director who admitted it is one. None
    for any other."""
    if not value:
        return None
    now = timezone.now()
    asked = (Token.Type.ACCESS_TOKEN, get_adapter().hash_token(value), now, Client.Type.CONFIDENTIAL)
    asked += (Role.DIRECTOR, Scope.CITY, now.date(), now.date())
    found = next(iter(PartnerClient.objects.raw(CALLER, asked)), None)
    if found is None or not found.is_valid:
        return None
    token = Token(scopes=found.token_scopes, data=json.loads(found.token_data or "null"))
    return Partner(found, set(token.get_scopes()), token.get_resources())


def note_use(partner: PartnerClient) -> None:
    """When the program last called is known to the minute."""
    now = timezone.now()
    if partner.last_used_at is None or (now - partner.last_used_at).total_seconds() > MINUTE:
        PartnerClient.objects.filter(pk=partner.pk).update(last_used_at=now)
