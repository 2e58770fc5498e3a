"""Asking another server: over TLS, at public addresses alone, without being led elsewhere, for a short time and few bytes.

Whoever may write an address here could otherwise have the platform speak to machines that only it reaches.
"""

import socket
import threading
import time
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from educities.kit.addresses import split_address

# To connect, and between two bytes; for all of a question and its answer; and how long an answer may be.
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS, MOST_BYTES = 3, 4, 6, 300_000
# `is_global` says yes to ways into other networks: addresses of IPv4 within IPv6, the relays of 6to4, what was once for a site
# alone, segments of a route, and what many listen to at once.
LEADS_INSIDE = [
    *map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96")),
    *map(ip_network, ("192.88.99.0/24", "fec0::/10", "5f00::/16")),
]


class RefusedAddress(requests.RequestException):
    """The platform does not ask this address."""


class NotPublic(Exception):
    """As above, where the connection is made: what `requests` raises would be taken for a fault of the network there."""


def is_public(address: str) -> bool:
    """Is it an address of the public internet, whichever way it is written?"""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None)
    if inner is not None:
        found = inner
    inside = any(found in network for network in LEADS_INSIDE if network.version == found.version)
    return found.is_global and not found.is_multicast and not inside


def find_address(host: str, port: int) -> str:
    """One address of this host, all of which are public; the host is looked up here, once. Raises NotPublic."""
    try:
        found = list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise NotPublic("no such host") from error
    if not found or not (settings.OUTBOUND_LOOPBACK or all(map(is_public, found))):
        raise NotPublic("not a public address")
    return found[0]


class _CheckedMixin(HTTPConnection):
    """Connects to the address that was checked, so that a second look-up of the name leads nowhere else, and for so long
    alone: a server that sends a byte now and then would hold a process for hours."""

    _end: threading.Timer | None = None
    _watched: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        address = find_address(self._dns_host, self.port)
        try:
            connection = socket.create_connection((address, self.port), CONNECT_SECONDS)
        except OSError as error:
            raise NewConnectionError(self, "nobody answers") from error
        # TLS takes the socket over; its copy ends the same connection.
        self._watched = connection.dup()
        self._end = threading.Timer(WHOLE_SECONDS, _end_connection, [self._watched])
        self._end.daemon = True
        self._end.start()
        return connection

    def close(self) -> None:
        if self._end is not None and self._watched is not None:
            self._end.cancel()
            self._watched.close()
            self._end = self._watched = None
        super().close()


def _end_connection(connection: socket.socket) -> None:
    # It may have ended by itself in between.
    with connection, suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _CheckedConnection(_CheckedMixin):
    pass


class _CheckedTLSConnection(_CheckedMixin, HTTPSConnection):
    pass


class _CheckedPool(HTTPConnectionPool):
    ConnectionCls = _CheckedConnection


class _CheckedTLSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedTLSConnection


class _CheckedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _CheckedPool, "https": _CheckedTLSPool}


class OutboundSession(requests.Session):
    """A session of `requests` with the limits of this module; nothing of the machine's own settings is read."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        # Each question has a connection, and a time, of its own.
        self.headers["Connection"] = "close"
        self.mount("https://", _CheckedAdapter())
        self.mount("http://", _CheckedAdapter())

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """The whole answer. Raises RequestException where a limit stands against it."""
        if not is_askable(url):
            raise RefusedAddress("not an https address")
        kwargs |= {"timeout": (CONNECT_SECONDS, READ_SECONDS), "allow_redirects": False, "stream": True}
        until = time.monotonic() + WHOLE_SECONDS
        try:
            answer = super().request(method, url, *args, **kwargs)
        except NotPublic as error:
            raise RefusedAddress(str(error)) from error
        with answer:
            answer._content = _read_whole(answer, until)
        if answer.is_redirect:
            raise RefusedAddress("leads elsewhere")
        return answer


def is_askable(url: str) -> bool:
    """Is it an https address, with a host, at a port where one may ask, and without a name or password in it?"""
    parts = split_address(url)
    if parts.username is not None or parts.password is not None or not parts.hostname:
        return False
    if settings.OUTBOUND_LOOPBACK:
        return parts.scheme in {"https", "http"}
    return parts.scheme == "https" and _read_port(parts) in settings.OUTBOUND_PORTS


def _read_port(parts: SplitResult) -> int | None:
    """The port of the address; None for what is no port."""
    try:
        return 443 if parts.port is None else parts.port
    except ValueError:
        return None


def _read_whole(answer: requests.Response, until: float) -> bytes:
    """The answer, which ends in time and within its size. Raises RequestException otherwise.

    Of a connection that was ended in the middle of the head nothing comes any more, and no fault.
    """
    contents = b""
    for part in answer.iter_content(8192):
        contents += part
        if len(contents) > MOST_BYTES:
            raise requests.RequestException("too long an answer")
    if time.monotonic() >= until:
        raise requests.RequestException("too slow an answer")
    return contents
