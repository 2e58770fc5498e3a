"""Celery tasks know their city from the message's header; one without a city must say it is for the network."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery import Task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from educities.kit.errors import describe_exception
from educities.tenancy.scope import NoCity, city_scope, current_city_id

HEADER = "city_id"
log = logging.getLogger(__name__)


class CityTask(Task):
    """A task runs in the scope it was sent from; `network=True` tasks run outside every scope."""

    abstract = True
    network = False

    def apply_async(self, *args: Any, headers: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        headers = dict(headers or {})
        if not self.network:
            headers.setdefault(HEADER, current_city_id())
        return super().apply_async(*args, headers=headers, **kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.network:
            return super().__call__(*args, **kwargs)
        city_id = self.request.get(HEADER) or (self.request.headers or {}).get(HEADER) or current_city_id()
        if city_id is None:
            msg = f"{self.name} was sent without a city and is not for the network"
            raise NoCity(msg)
        with city_scope(city_id):
            return super().__call__(*args, **kwargs)


def in_each(cities: Iterable[Any], act: Callable[[Any], int]) -> int:
    """`act(city)` has run in the scope of each, by its own clocks; where it fails, that city alone goes without.

    Returns the sum.
    """
    return sum(_in_one(city, act) for city in cities)


def _in_one(city: Any, act: Callable[[Any], int]) -> int:
    try:
        with city_scope(city.pk, city), timezone.override(city.zone):
            return act(city)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (the other cities go on)
        facts = {"city": city.slug, "kind": act.__name__, "problem": describe_exception(error)}
        log.error("not done in one city", extra=facts)  # noqa: TRY400
        return 0
