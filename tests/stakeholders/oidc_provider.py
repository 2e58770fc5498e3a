"""A provider of OpenID Connect on this machine: codes, PKCE, its own key, and tokens that it signs."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "edc:client", "a secret that nobody reads"


@cache
def signing_key(name: str) -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`subject`: who sits at its page. `claims`: what a test makes it say otherwise; `signs_with`: another key than it shows."""

    def __init__(self) -> None:
        self.subject, self.claims, self.signs_with, self.algorithm = "s-1", {}, "own", "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.is_down = False

    def answer(self, handler: Any) -> None:
        parts = urlsplit(handler.path)
        name = parts.path.rpartition("/")[2].replace("-", "_")
        self.asked.append(name)
        if self.is_down:
            handler.send_error(503)
            return
        getattr(self, f"do_{name}")(handler, {key: value[0] for key, value in parse_qs(parts.query).items()})

    def do_openid_configuration(self, handler: Any, query: Any) -> None:
        own = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        handler.answer_json({"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in own.items()}})

    def do_authorize(self, handler: Any, query: dict[str, str]) -> None:
        code = secrets.token_urlsafe(12)
        self.codes[code] = {**query, "subject": self.subject}
        handler.send_response(302)
        handler.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        handler.end_headers()

    def do_keys(self, handler: Any, query: Any) -> None:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(signing_key("own").public_key(), as_dict=True)
        handler.answer_json({"keys": [{**key, "kid": "k1", "alg": "RS256", "use": "sig"}]})

    def do_token(self, handler: Any, query: Any) -> None:
        sent = parse_qs(handler.rfile.read(int(handler.headers["Content-Length"])).decode())
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        asked = self.codes.pop(sent["code"][0], None)
        if asked is None or handler.headers.get("Authorization") != f"Basic {basic}":
            handler.answer_json({"error": "invalid_client"}, 401)
            return
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        assert asked["redirect_uri"] == sent["redirect_uri"][0]
        handler.answer_json({"access_token": "a", "token_type": "Bearer", "id_token": self.sign(asked)})

    def sign(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": asked["client_id"], "sub": asked["subject"], "nonce": asked["nonce"]}
        said |= {"iat": now, "exp": now + 300, "email": "ruth@example.org", "email_verified": True, **self.claims}
        key = signing_key(self.signs_with) if self.algorithm == "RS256" else None
        return jwt.encode(said, key, algorithm=self.algorithm, headers={"kid": "k1"})


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self.provider.answer(self)

    do_POST = do_GET

    def answer_json(self, said: Any, status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def run_provider() -> Iterator[Provider]:
    """A provider that listens while the test runs."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"provider": provider}))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def leave(client: Any, path: str, **data: str) -> str:
    """The address at the provider to which the page leads after its button."""
    page = client.post(path, data)
    assert page.status_code == 200, page.content.decode()
    return page["Refresh"].partition("url=")[2]


def come_back(client: Any, where: str) -> Any:
    """The person signs in at the provider, whose page leads the browser back to ours."""
    back = urlsplit(requests.get(where, allow_redirects=False, timeout=20).headers["Location"])
    return client.get(f"{back.path}?{back.query}")
