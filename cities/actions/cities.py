"""Open a city, change it, move its state."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cities import verbs
from cities.models import City, CityDomain, led_by
from cities.values import version_key
from educities.accounts.models import User
from educities.activity.actions.held_messages import cancel_all_messages, reschedule_for_quiet_hours
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import apply_changes
from educities.tenancy.scope import city_scope

QUIET = {"quiet_from", "quiet_until", "keeps_sabbath"}
# So many hours of each day the city writes: what waits for a morning that never comes reaches nobody.
LEAST_OPEN = timedelta(hours=6)
DAY = timedelta(days=1)


@transaction.atomic
def create_city(*, actor: User | None, **fields: Any) -> City:
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
def change_city(city: City, *, actor: User, **values: Any) -> City:
    """The given settings are changed; the record names them."""
    values = _with_languages(values)
    changed = apply_changes(city, values)
    if QUIET.intersection(changed):
        _check_quiet_hours(city)
    if changed:
        city.save(update_fields=changed)
        invalidate_public_pages(city)
        if QUIET.intersection(changed):
            with city_scope(city.pk):
                reschedule_for_quiet_hours()
        record(verbs.CITY_CHANGED, city, actor=actor, changed=changed)
    return city


def _check_quiet_hours(city: City) -> None:
    """Raises DomainError where the quiet hours leave hardly any of the day."""
    field = City._meta.get_field("quiet_from")
    clocks = [field.to_python(clock) for clock in (city.quiet_from, city.quiet_until)]
    since, until = (timedelta(hours=clock.hour, minutes=clock.minute) for clock in clocks)
    if (until - since) % DAY > DAY - LEAST_OPEN:
        text = _("The quiet hours are too long: the city sends emails in at least %(n)s hours of the day.")
        raise DomainError(
            text % {"n": LEAST_OPEN // timedelta(hours=1)}, code="cities.quiet_all_day", field="quiet_until"
        )


@transaction.atomic
def move_city(city: City, to: str, *, actor: User, reason: str = "") -> City:
    """The city is in state `to`; its directors hear it, with the reason. A city that left writes to nobody else.

    Raises DomainError for a move that the table does not know, and for a city that would work without a director.
    """
    # The city's row is the lock: its last director cannot be ended beside this.
    City.objects.select_for_update().get(pk=city.pk)
    directors = [held.user for held in city.memberships.directors().select_related("user")]
    if to == City.State.ACTIVE and not directors:
        raise DomainError(_("The city has no director yet. Invite one first."), code="cities.no_director")
    city.move(to)
    has_left = to == City.State.LEFT
    with city_scope(city.pk):
        if has_left:
            cancel_all_messages()
        data = {"title": city.name, "state": in_all_languages(City.State(to).label)}
        # Where the pages answer no more, the mail leads nowhere.
        way = "" if has_left else None
        record(verbs.CITY_MOVED, city, actor=actor, notify=directors, reason=reason, url=way, note={"to": to}, **data)
    invalidate_public_pages(city)
    return city


@transaction.atomic
def publish_city(city: City, *, actor: User | None) -> None:
    """Everyone sees the city's pages, and it stands among the cities of the platform. Twice is once."""
    _set_public(city, to=True, actor=actor)


@transaction.atomic
def unpublish_city(city: City, *, actor: User) -> None:
    """Only the city's own people see its pages; nothing is deleted. Twice is once."""
    _set_public(city, to=False, actor=actor)


def _set_public(city: City, *, to: bool, actor: User | None) -> None:
    changed = City.objects.filter(pk=city.pk).exclude(is_public=to).update(is_public=to)
    city.is_public = to
    if changed:
        invalidate_public_pages(city)
        with city_scope(city.pk):
            record(verbs.CITY_PUBLISHED if to else verbs.CITY_UNPUBLISHED, city, actor=actor)


@transaction.atomic
def add_host(city: City, *, actor: User, host: str) -> CityDomain:
    """The host leads to the city's pages. Raises ValidationError for one that is no host or leads elsewhere already."""
    domain = CityDomain(city=city, host=host)
    domain.full_clean()
    domain.save()
    with city_scope(city.pk):
        record(verbs.HOST_ADDED, city, actor=actor, host=domain.host)
    return domain


@transaction.atomic
def remove_host(domain: CityDomain, *, actor: User) -> None:
    """The host leads to the platform's front door again."""
    with city_scope(domain.city_id):
        record(verbs.HOST_REMOVED, domain.city, actor=actor, host=domain.host)
    domain.delete()


def invalidate_public_pages(city: City) -> None:
    """Pages kept for anonymous readers are drawn anew once the transaction is through."""
    City.objects.filter(pk=city.pk).update(page_version=F("page_version") + 1)
    transaction.on_commit(partial(cache.delete, version_key(city.slug)))
