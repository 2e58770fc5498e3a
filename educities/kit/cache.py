"""The cache may go away; the city's work may not wait for it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
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


class ForgivingRedisCache(RedisCache):
    """A Redis cache that answers "not there" while the server is away."""

    get = _or_default(RedisCache.get, None)
    add = _or_default(RedisCache.add, True)
    set = _or_default(RedisCache.set, False)
    touch = _or_default(RedisCache.touch, False)
    delete = _or_default(RedisCache.delete, False)
    get_many = _or_default(RedisCache.get_many, {})
    set_many = _or_default(RedisCache.set_many, [])
    incr = _or_default(RedisCache.incr, 0)
    has_key = _or_default(RedisCache.has_key, False)
    delete_many = _or_default(RedisCache.delete_many, None)
