"""The platform's staff in a city's office: opened with a reason, told at once, over by itself."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities import verbs
from cities.models import City, EmergencyAccess, Membership, Role
from cities.rules.roles import forget_roles
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.signs import count_seen, tidy_signs
from educities.tenancy.scope import city_scope

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20


def find_emergency_access(city: City, user: User) -> EmergencyAccess | None:
    """The person's access to this city that is open now."""
    return EmergencyAccess.objects.open().filter(city=city, user=user).order_by("-ends_at").first()


@transaction.atomic
def open_emergency_access(city: City, *, actor: User, reason: str) -> EmergencyAccess:
    """The operator may enter the city's office for an hour; its directors and steward read why, at once.

    What is open stays as it is: pressing twice lengthens nothing. Raises DomainError for a reason of less than 20
    characters, and in a city that has left.
    """
    if city.state == City.State.LEFT:
        raise DomainError(_("This city has left the platform."), code="cities.left")
    if count_seen(reason) < SHORTEST_REASON:
        text = _("Write at least %(n)s characters: the city’s directors read why.") % {"n": SHORTEST_REASON}
        raise DomainError(text, code="cities.short_reason", field="reason")
    # The city's row is the lock: two presses open one access.
    City.objects.select_for_update().get(pk=city.pk)
    if found := find_emergency_access(city, actor):
        return found
    access = EmergencyAccess.objects.create(
        user=actor, city=city, reason=tidy_signs(reason), ends_at=timezone.now() + LASTS
    )
    forget_roles(actor)
    with city_scope(city.pk):
        until = access.ends_at.astimezone(city.zone).strftime("%H:%M")
        informed = find_informed(city)
        record(
            verbs.EMERGENCY_OPENED,
            access,
            actor=actor,
            notify=[held.user for held in informed],
            reason=reason,
            url=lead_informed(city, informed, "history"),
            city=city.name,
            until=until,
        )
    return access


def find_informed(city: City) -> list[Membership]:
    """The roles of those who are told: the directors and the steward of today."""
    rows = city.memberships.current().filter(role__in=("director", "steward"), scope_type="city")
    return list(rows.select_related("user"))


def lead_informed(city: City, informed: list[Membership], page: str) -> Callable[[User], str]:
    """Where each of them reads on: a director at the office's page of this name, the steward where their own day begins."""
    directors = {held.user_id for held in informed if held.role == Role.DIRECTOR}
    return lambda user: reverse(page if user.pk in directors else "workplace", args=[city.slug])


@transaction.atomic
def close_emergency_access(city: City, *, actor: User) -> None:
    """The operator has no access to the city any more, and who heard of it hears so. Raises DomainError where none is open."""
    found = find_emergency_access(city, actor)
    if found is None:
        raise DomainError(_("Your access to this city has already ended."), code="cities.no_emergency")
    EmergencyAccess.objects.open().filter(city=city, user=actor).update(closed_at=timezone.now())
    forget_roles(actor)
    with city_scope(city.pk):
        informed = find_informed(city)
        record(
            verbs.EMERGENCY_CLOSED,
            found,
            actor=actor,
            notify=[held.user for held in informed],
            url=lead_informed(city, informed, "history"),
            city=city.name,
        )
