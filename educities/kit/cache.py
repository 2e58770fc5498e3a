"""The cache may go away; the city's work may not wait for it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _or_default(method: Callable[..., Any], answer: Any) -> Callable[..., Any]:
    @wraps(method)
    def forgiving(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (RedisError, OSError):
            log.warning("cache away", extra={"operation": method.__name__})
            return kwargs.get("default", args[1] if answer is None and len(args) > 1 else answer)

    return forgiving


class OneClient(RedisCacheClient):
    """Django makes a new client for each call, which costs as much as the call; this one keeps what it made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._made:
            self._made[write] = super().get_client(key, write=write)
        return self._made[write]

    def count(self, key: str, seconds: int) -> int:
        """Both in one round trip: the counter begins with its end, and counts."""
        both = self.get_client(key, write=True).pipeline(transaction=False)
        both.set(key, 0, ex=seconds, nx=True)
        both.incr(key)
        return int(both.execute()[-1])


class ForgivingRedisCache(RedisCache):
    """A Redis cache that answers "not there" while the server is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def _count(self, key: str, seconds: int) -> int:
        return self._cache.count(self.make_and_validate_key(key), seconds)

    count = _or_default(_count, 0)
    get = _or_default(RedisCache.get, None)
    add = _or_default(RedisCache.add, True)
    set = _or_default(RedisCache.set, False)
    touch = _or_default(RedisCache.touch, False)
    delete = _or_default(RedisCache.delete, False)
    get_many = _or_default(RedisCache.get_many, {})
    set_many = _or_default(RedisCache.set_many, [])
    incr = _or_default(RedisCache.incr, 0)
    has_key = _or_default(RedisCache.has_key, False)
    clear = _or_default(RedisCache.clear, False)
    delete_many = _or_default(RedisCache.delete_many, None)
