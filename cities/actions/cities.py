"""Open a city, change it, move its state."""

from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from cities import verbs
from cities.models import City, led_by
from cities.page_cache import version_key
from educities.activity.record import record
from educities.tenancy.scope import city_scope


@transaction.atomic
def create_city(*, actor: Any, **fields: Any) -> City:
    """The city stands and answers at its address: one row, no DDL. `language`: the one its people speak first."""
    city = City(**_with_languages(fields))
    city.full_clean(exclude=["story"])
    city.save(force_insert=True)
    record(verbs.CITY_CREATED, city, actor=actor, title=city.name)
    return city


def _with_languages(values: dict[str, Any]) -> dict[str, Any]:
    first = values.pop("language", None)
    return {**values, "languages": led_by(first)} if first else values


@transaction.atomic
def change_city(city: City, *, actor: Any, **values: Any) -> City:
    """The given settings are changed; the record names them."""
    values = _with_languages(values)
    changed = sorted(name for name, value in values.items() if getattr(city, name) != value)
    if changed:
        for name in changed:
            setattr(city, name, values[name])
        city.save(update_fields=changed)
        touch_pages(city)
        record(verbs.CITY_CHANGED, city, actor=actor, lines=changed)
    return city


@transaction.atomic
def move_city(city: City, to: str, *, actor: Any) -> City:
    """The city is in state `to`. Raises DomainError for a move that the table does not know."""
    city.move(to)
    with city_scope(city.pk):
        record(verbs.CITY_MOVED, city, actor=actor, title=city.name, state=str(to))
    return city


def touch_pages(city: City) -> None:
    """Pages kept for anonymous readers are drawn anew once the transaction is through."""
    City.objects.filter(pk=city.pk).update(page_version=F("page_version") + 1)
    transaction.on_commit(partial(cache.delete, version_key(city.slug)))
