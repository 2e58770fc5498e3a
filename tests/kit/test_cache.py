"""A cache that is away or hangs holds nobody up."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from educities.kit import cache as kit
from educities.kit.cache import ForgivingRedisCache


@pytest.fixture
def hung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ForgivingRedisCache]:
    """A server that takes every call and answers none, as one does that was stopped. The pause outlasts the test."""
    monkeypatch.setattr(kit, "ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(kit, "PAUSE_SECONDS", 600)
    place = tmp_path / "cache.sock"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(place))
        silent.listen(100)
        yield ForgivingRedisCache(f"unix://{place}?db=0", {})


def test_a_hung_cache_holds_up_one_call_and_then_nobody(hung: ForgivingRedisCache) -> None:
    start = time.monotonic()
    assert hung.get("a") is None
    assert 0.05 < time.monotonic() - start < 30
    start = time.monotonic()
    for _n in range(200):
        assert (hung.get("a", 7), hung.get_many(["a"]), hung.count("a", 60), hung.add("a", 1)) == (7, {}, (0, 0), True)
    # Were each of the 800 calls held up, they would take 80 seconds.
    assert time.monotonic() - start < 30


def test_a_cache_is_asked_again_after_a_pause(hung: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch) -> None:
    hung.get("a")
    asked: list[str] = []
    monkeypatch.setattr(hung._cache, "get", lambda key, default: asked.append(key))
    hung.get("a")
    assert asked == []
    monkeypatch.setitem(kit._away_until, hung.place, time.monotonic() - 1)
    hung.get("a")
    assert len(asked) == 1


def test_what_is_no_longer_true_is_deleted_even_in_the_pause(
    hung: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung.get("a")
    deleted: list[str] = []
    monkeypatch.setattr(hung._cache, "delete", lambda key: deleted.append(key) or True)
    assert hung.delete("a")
    assert len(deleted) == 1
