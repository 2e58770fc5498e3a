"""What the platform asks of other servers goes to public addresses alone, and ends in time."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest
import requests

from educities.kit import outbound
from educities.kit.outbound import OutboundSession, RefusedAddress, is_askable, is_public
from tests.installation import PATIENCE
from tests.stakeholders.oidc_provider import run_provider


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1", "::7f00:1"),
        *("192.88.99.1", "fec0::1", "::ffff:0:127.0.0.1", "5f00::1"),
    ],
)
def test_no_address_inside_is_asked(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_asked() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_only_https_without_a_name_in_the_address(settings: Any) -> None:
    settings.OUTBOUND_LOOPBACK = False
    wrong = [
        "http://example.org",
        "https://a:b@example.org",
        "https://",
        "file:///etc/passwd",
        "ftp://example.org",
        "x",
    ]
    assert [url for url in wrong if is_askable(url)] == []
    assert is_askable("https://example.org/a")


def test_only_the_ports_that_the_settings_name(settings: Any) -> None:
    settings.OUTBOUND_LOOPBACK = False
    ports = ("", ":443", ":22", ":8443", ":0", ":99999", ":x")
    assert [port for port in ports if is_askable(f"https://example.org{port}/")] == ["", ":443"]
    settings.OUTBOUND_PORTS = [443, 8443]
    assert is_askable("https://example.org:8443/")


def test_a_name_with_one_address_inside_is_refused(settings: Any, monkeypatch: Any) -> None:
    settings.OUTBOUND_LOOPBACK = False
    found = [(socket.AF_INET, 1, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    with pytest.raises(RefusedAddress):
        OutboundSession().get("https://example.org")


def test_an_answer_is_bounded_and_leads_nowhere(monkeypatch: Any) -> None:
    with run_provider() as provider, OutboundSession() as session:
        where = f"{provider.issuer}/.well-known/openid-configuration"
        assert session.get(where).json()["issuer"] == provider.issuer
        leads = f"{provider.issuer}/authorize?redirect_uri=http://127.0.0.1:1/&state=s"
        with pytest.raises(RefusedAddress):
            session.get(leads)
        monkeypatch.setattr(outbound, "MOST_BYTES", 10)
        with pytest.raises(requests.RequestException):
            session.get(where)


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_a_server_that_sends_a_byte_now_and_then_is_left(begins: bytes, monkeypatch: Any, settings: Any) -> None:
    """In the head and in the body: the question ends by the clock, not by the server."""
    settings.OUTBOUND_LOOPBACK = True
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)
    left = threading.Event()

    def serve(listening: socket.socket) -> None:
        connection, _address = listening.accept()
        with connection, suppress(OSError):
            connection.recv(4096)
            connection.sendall(begins)
            while True:
                connection.sendall(b"X")
                time.sleep(0.05)
        left.set()

    with socket.create_server(("127.0.0.1", 0)) as listening, OutboundSession() as session:
        threading.Thread(target=serve, args=[listening], daemon=True).start()
        with pytest.raises(requests.RequestException):
            session.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        assert left.wait(PATIENCE)
