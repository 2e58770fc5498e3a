"""Signing in elsewhere by OpenID Connect: there with a state, a nonce and a proof of the code, and back with an identity.

allauth speaks to the provider; what it does with accounts afterwards is not ours: nobody is found by a mail address.
"""

import secrets
from typing import Any, NamedTuple

import jwt
import requests
from allauth.socialaccount.internal import jwtkit, statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from educities.kit.errors import DomainError

# A key that both sides know would let whoever has read it write identities; no signature at all would let everybody.
SIGNED_BY = {f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)} | {"EdDSA"}
# The clocks of two servers differ by so many seconds.
LEEWAY = 60
LONGEST_SUBJECT = 255
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class Way(NamedTuple):
    """A provider as allauth needs it: our client at it, its addresses (`endpoints`), and where it leads back to."""

    key: str
    name: str
    client_id: str
    client_secret: str
    endpoints: dict[str, Any]
    callback: str


class SignInFailed(DomainError):
    """The provider, or whoever came from it, gave nothing that says who somebody is."""


class _Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's own, with the addresses that were read and checked when the sign-in was set up."""

    def __init__(self, request: HttpRequest, way: Way) -> None:
        super().__init__(request, way.key)
        self.way = way
        self._openid_config = way.endpoints

    def get_provider(self) -> "_Provider":
        return _Provider(self.request, self.way)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return self.way.callback


# What reading another server's answer ends in, whatever stands in it.
UNREADABLE = (
    OAuth2Error,
    requests.RequestException,
    jwt.PyJWTError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)


class _Provider(OpenIDConnectProvider):
    """allauth's own, for an app that stands in no table of allauth's. Asked for is who it is, and nothing else."""

    def __init__(self, request: HttpRequest, way: Way) -> None:
        app = SocialApp(
            provider=self.id,
            provider_id=way.key,
            name=way.name,
            client_id=way.client_id,
            secret=way.client_secret,
            settings={"oauth_pkce_enabled": True, "scope": ["openid"]},
        )
        super().__init__(request, app=app)
        self.way = way

    def get_oauth2_adapter(self, request: HttpRequest) -> _Adapter:
        return _Adapter(request, self.way)


def leave_for(request: HttpRequest, way: Way, **data: Any) -> str:
    """The address at the provider to which the browser goes. `data` waits in the session, ten minutes at most."""
    nonce = secrets.token_urlsafe(24)
    kept = {**data, "nonce": nonce}
    response = _Provider(request, way).redirect(request, "login", data=kept, auth_params={"nonce": nonce})
    return str(response["Location"])


def come_back(request: HttpRequest, way: Way) -> tuple[dict[str, Any], dict[str, Any]]:
    """Who the provider says it is (its claims), and the `data` with which this browser left. A state opens once.

    Raises SignInFailed with a sentence for whoever reads it.
    """
    state = statekit.unstash_state(request, provider_id=way.key, state_id=request.GET.get("state", ""))
    if state is None:
        text = _("This sign-in has ended, or began in another browser. Begin again.")
        raise SignInFailed(text, code="accounts.state_ended")
    if request.GET.get("error") == "access_denied":
        raise SignInFailed(_("You stopped the sign-in. Nothing has changed."), code="accounts.sign_in_stopped")
    try:
        return _read_identity(request, way, state), state["data"]
    except UNREADABLE as error:
        text = _(
            "The other sign-in does not answer as it should. Try again in a few minutes, or sign in with your email."
        )
        raise SignInFailed(text, code="accounts.provider_failed") from error


def _read_identity(request: HttpRequest, way: Way, state: dict[str, Any]) -> dict[str, Any]:
    # RFC 9207: an answer of another provider is not taken for one of this.
    if request.GET.get("iss", way.endpoints["issuer"]) != way.endpoints["issuer"]:
        raise OAuth2Error("another issuer")
    adapter, app = _Adapter(request, way), _Provider(request, way).app
    client = adapter.get_client(request, app)
    answer = adapter.get_access_token_data(request, app, client, pkce_code_verifier=state["pkce_code_verifier"])
    return read_token(answer["id_token"], way, state["data"]["nonce"])


def read_token(token: str, way: Way, nonce: str) -> dict[str, Any]:
    """What the signed token says. Raises OAuth2Error or PyJWTError where it is not the provider's, not for us, not of now
    or not the answer to this question."""
    if jwt.get_unverified_header(token).get("alg") not in SIGNED_BY:
        raise OAuth2Error("unsigned")
    algorithm, key = jwtkit.fetch_key(token, way.endpoints["jwks_uri"], jwtkit.lookup_kid_jwk)
    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        issuer=way.endpoints["issuer"],
        audience=way.client_id,
        leeway=LEEWAY,
        options={"require": NEEDED},
    )
    if (
        not constant_time_compare(str(claims.get("nonce", "")), nonce)
        or claims.get("azp", way.client_id) != way.client_id
    ):
        raise OAuth2Error("not the answer to this question")
    # As OpenID Connect has it: ASCII, of so many signs at most.
    if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT or not claims["sub"].isascii():
        raise OAuth2Error("nobody")
    jwtkit.verify_jti(claims)
    return claims
