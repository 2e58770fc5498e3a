"""What a provider of OpenID Connect says of itself: read at its own address, and taken only where it is whole."""

from typing import Any

import requests
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from educities.kit.outbound import OutboundSession, RefusedAddress, is_askable

WELL_KNOWN = "/.well-known/openid-configuration"
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
METHODS = "token_endpoint_auth_methods_supported"
# What holds where a provider says nothing (OpenID Connect Discovery 1.0, section 3).
USUAL_METHODS = ["client_secret_basic"]


def read_discovery(issuer: str) -> dict[str, Any]:
    """The provider's addresses, and how it takes our secret. Raises DomainError at the field of the issuer."""
    try:
        with OutboundSession() as session:
            answer = session.get(f"{issuer.rstrip('/')}{WELL_KNOWN}")
            answer.raise_for_status()
            said = answer.json()
    except RefusedAddress as error:
        text = _("Give an address of the public internet that begins with https://.")
        raise _refuse_issuer(text, "stakeholders.issuer_refused") from error
    except (requests.RequestException, ValueError, RecursionError) as error:
        text = _(
            "Nothing answers there that describes a sign-in. Ask the people who keep it for the address of the “issuer”."
        )
        raise _refuse_issuer(text, "stakeholders.issuer_silent") from error
    if not isinstance(said, dict) or said.get("issuer") != issuer:
        text = _("The provider gives another address for itself. Type the “issuer” exactly as the provider writes it.")
        raise _refuse_issuer(text, "stakeholders.issuer_other")
    return _pick_endpoints(said)


def _pick_endpoints(said: dict[str, Any]) -> dict[str, Any]:
    found = {name: str(said.get(name, "")) for name in ADDRESSES}
    if not all(map(is_askable, found.values())):
        text = _("What the provider says of itself is not complete, or its addresses do not begin with https://.")
        raise _refuse_issuer(text, "stakeholders.issuer_incomplete")
    methods = said.get(METHODS)
    taken = [str(one) for one in methods] if isinstance(methods, list) else USUAL_METHODS
    return {**found, "issuer": said["issuer"], METHODS: taken}


def _refuse_issuer(text: str, code: str) -> DomainError:
    return DomainError(text, code=code, field="issuer")
