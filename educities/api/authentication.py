"""Who calls: a partner's program with a token of allauth's own provider."""

import json

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.resources import is_resources_subset
from allauth.idp.oidc.models import Token
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.request import Request

from educities.accounts.models import PartnerClient, User
from educities.api.partners import find_by_token
from educities.kit.context import current_audit_context
from educities.kit.limits import TooOften, check_limit, network_of
from educities.kit.problems import CHALLENGE

MINUTE = 60
# Calls of one program, and calls of one caller that nobody may make, within a minute.
CALLS, REFUSALS = 600, 120


class Partner:
    """The principal: a program of a partner in one city, its scopes, and the addresses its token is for (none: all)."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, client: PartnerClient, scopes: set[str], resources: list[str]) -> None:
        self.client, self.scopes, self.resources, self.pk = client, scopes, resources, None

    @property
    def owner(self) -> User:
        """The person who answers for what the program writes."""
        return self.client.owner


def get_partner(request: Request) -> Partner:
    """The program that calls. Raises NotAuthenticated for anybody else."""
    caller: object = request.user
    if not isinstance(caller, Partner):
        raise NotAuthenticated
    return caller


class PartnerAuthentication(BaseAuthentication):
    """A bearer token becomes a `Partner`; anything else is 401 with a challenge.

    The token is found by its hash together with its program, in one query. allauth's own class reads the same facts
    through a whole OAuth library on each call, in three; what it asks of a token is asked here too.
    """

    def authenticate(self, request: Request) -> tuple[Partner, None] | None:
        kind, _space, value = request.headers.get("Authorization", "").partition(" ")
        # The name of a scheme is read in capitals and in small letters (RFC 9110, section 11.1).
        if kind.lower() != "bearer":
            check_refusals(request)
            return None
        partner = find_partner(value.strip())
        # An address lands in logs: a token that stands in it too has been given away.
        if partner is None or request.query_params.get("access_token"):
            check_refusals(request)
            raise AuthenticationFailed
        check_calls(partner.client)
        if not is_resources_subset([request.build_absolute_uri(request.path)], partner.resources):
            raise PermissionDenied
        note_use(partner.client)
        current_audit_context().client = partner.client.pk
        return partner, None

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def find_partner(value: str) -> Partner | None:
    """Who calls with this access token: a program that may call today, while the person who admitted it answers for it.
    None for any other."""
    found = find_by_token(get_adapter().hash_token(value)) if value else None
    if found is None or not found.client.is_valid:
        return None
    token = Token(scopes=found.scopes, data=json.loads(found.data or "null"))
    return Partner(found.client, set(token.get_scopes()), token.get_resources())


def note_use(partner: PartnerClient) -> None:
    """When the program last called is known to the minute."""
    now = timezone.now()
    if partner.last_used_at is None or (now - partner.last_used_at).total_seconds() > MINUTE:
        PartnerClient.objects.filter(pk=partner.pk).update(last_used_at=now)


def check_calls(partner: PartnerClient) -> None:
    """Raises Throttled when the program called too often; calls that are refused afterwards count too."""
    _check_rate("api", str(partner.pk), CALLS)


def check_refusals(request: Request) -> None:
    """Raises Throttled when the caller came too often without a token that holds."""
    _check_rate("api-refused", network_of(request), REFUSALS)


def _check_rate(name: str, who: str, most: int) -> None:
    try:
        check_limit(name, who, most=most, seconds=MINUTE)
    except TooOften as error:
        raise Throttled(wait=error.wait) from error
