"""The cache may go away; the city's work may not wait for it."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
# A cache answers within a millisecond. One that hangs is asked once in a while, and holds up that one request alone.
ANSWER_SECONDS, PAUSE_SECONDS = 0.1, 5.0
_away_until: dict[str, float] = {}


def _or_default(method: Callable[..., Any], answer: object, *, always: bool = False) -> Callable[..., Any]:
    """The method, which gives `answer` while the server is away. `always`: it is tried even then."""

    @wraps(method)
    def forgiving(self: Any, *args: Any, **kwargs: Any) -> Any:
        if always or time.monotonic() >= _away_until.get(self.place, 0.0):
            try:
                return method(self, *args, **kwargs)
            except (RedisError, OSError):
                log.warning("cache away", extra={"operation": method.__name__})
                _away_until[self.place] = time.monotonic() + PAUSE_SECONDS
        return kwargs.get("default", args[1] if answer is None and len(args) > 1 else answer)

    return forgiving


class OneClient(RedisCacheClient):
    """Django makes a new client for each call, which costs as much as the call; this one keeps what it made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        patience = {"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS}
        super().__init__(*args, **{**patience, "retry": Retry(NoBackoff(), 0), **kwargs})
        self._made: dict[bool, Any] = {}

    def get_client(self, key: str | bytes | memoryview | None = None, *, write: bool = False) -> Any:
        if write not in self._made:
            self._made[write] = super().get_client(key, write=write)
        return self._made[write]

    def count(self, key: str, seconds: int) -> tuple[int, int]:
        """(how many there are now, seconds until the counter ends): all in one round trip."""
        steps = self.get_client(key, write=True).pipeline(transaction=False)
        steps.set(key, 0, ex=seconds, nx=True)
        steps.incr(key)
        steps.ttl(key)
        _was_set, counted, rest = steps.execute()
        return int(counted), int(rest)


class ForgivingRedisCache(RedisCache):
    """A Redis cache that answers "not there" while the server is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class, self.place = OneClient, server

    def _count(self, key: str, seconds: int) -> tuple[int, int]:
        client = cast("OneClient", self._cache)
        return client.count(self.make_and_validate_key(key), seconds)

    count = _or_default(_count, (0, 0))
    get = _or_default(RedisCache.get, None)
    add = _or_default(RedisCache.add, True)
    set = _or_default(RedisCache.set, False)
    touch = _or_default(RedisCache.touch, False)
    # What is no longer true must not be found again, should the cache come back meanwhile.
    delete = _or_default(RedisCache.delete, False, always=True)
    get_many = _or_default(RedisCache.get_many, {})
    set_many = _or_default(RedisCache.set_many, [])
    incr = _or_default(RedisCache.incr, 0)
    has_key = _or_default(RedisCache.has_key, False)
    clear = _or_default(RedisCache.clear, False, always=True)
    delete_many = _or_default(RedisCache.delete_many, None, always=True)
