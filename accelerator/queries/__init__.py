"""Read-only questions about the accelerator."""

from collections.abc import Iterable
from typing import Any

from accelerator.models import Enrolment, Leader
from cities.models import Membership, Role
from educities.accounts.models import User


def list_directors(city: int) -> list[User]:
    """Who directs the city now."""
    held = Membership.objects.current().filter(city_id=city, role=Role.DIRECTOR).select_related("user")
    return [one.user for one in held]


def list_led(user: Any) -> Iterable[int]:
    """The intakes that this account leads."""
    return Leader.objects.filter(profile__user_id=user.pk).values_list("accelerator_id", flat=True)


def list_places(user: Any) -> list[tuple[int, str]]:
    """The places that this account has or had once enrolled, with their states."""
    rows = Enrolment.objects.filter(profile__user_id=user.pk, enrolled_at__isnull=False)
    return list(rows.values_list("accelerator_id", "state"))
