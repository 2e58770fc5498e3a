"""How often somebody may."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from educities.kit.cache import ForgivingRedisCache
from educities.kit.limits import TooOften, address_of, check_limit, network_of


def once(who: str = "noa@people.example", seconds: int = 60) -> None:
    check_limit("try", who, most=2, seconds=seconds)


def kept() -> list[bytes]:
    """The keys of this test."""
    return list(cache._cache.get_client(None).scan_iter(f"{cache.key_prefix}:*"))


def test_check_limit_refuses_whoever_comes_too_often() -> None:
    once()
    once()
    with pytest.raises(TooOften) as told:
        once()
    assert told.value.status == 429


def test_check_limit_counts_each_for_oneself() -> None:
    once()
    once()
    once("avi@people.example")


def test_check_limit_forgets_after_its_time() -> None:
    once()
    once()
    (key,) = kept()
    client = cache._cache.get_client(None)
    assert 0 < client.ttl(key) <= 60
    client.pexpire(key, 1)
    while client.exists(key):
        pass
    once()


def test_check_limit_keeps_no_address() -> None:
    once("noa@people.example")
    (key,) = kept()
    assert b"noa" not in key


def test_check_limit_asks_the_cache_once(monkeypatch: pytest.MonkeyPatch) -> None:
    client, asked = cache._cache.get_client(None, write=True), []
    take: Any = client.connection_pool.get_connection
    monkeypatch.setattr(client.connection_pool, "get_connection", lambda *a, **k: asked.append(1) or take(*a, **k))
    once()
    assert len(asked) == 1


def test_check_limit_holds_nobody_up_while_the_cache_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    away = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr("educities.kit.limits.cache", away)
    for _n in range(5):
        once()


def test_address_of_a_caller() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")
    assert address_of(request) == "10.0.0.1"


def test_address_of_a_caller_behind_a_proxy(settings: Any) -> None:
    """The proxy writes last; what stands before it anybody may have written."""
    settings.TRUST_PROXY = True
    line = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.9"}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **line)) == "203.0.113.9"
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"


@pytest.mark.parametrize(
    ("caller", "counted"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
    ],
)
def test_a_network_of_ipv6_counts_as_one_caller(caller: str, counted: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=caller)) == counted
