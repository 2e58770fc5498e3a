"""Read-only questions about the accelerator."""

from collections.abc import Iterable
from typing import Any

from accelerator import verbs
from accelerator.models import Enrolment, Leader
from accelerator.rules import FIRST_YEAR
from cities.models import Membership, Role
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from stakeholders.models import Profile


def list_directors(city: int) -> list[User]:
    """Who directs the city now."""
    held = Membership.objects.current().filter(city_id=city, role=Role.DIRECTOR).select_related("user")
    return [one.user for one in held]


def find_held_place(profile: Profile) -> Enrolment | None:
    """The place that this person has in some intake, also a kept one or one with which they have graduated."""
    rows = Enrolment.objects.holding().filter(profile=profile).select_related("city", "accelerator")
    found: Enrolment | None = rows.order_by("-pk").first()
    return found


def find_end_reason(row: Enrolment) -> str:
    """Why an application was declined or a place was ended, in the words of whoever did it."""
    target = {"target_type": row._meta.label_lower, "target_id": str(row.pk)}
    ends = (verbs.DECLINED, verbs.WITHDRAWN, verbs.APPLICATION_WITHDRAWN)
    entries = AuditEntry.objects.filter(verb__in=[verb.code for verb in ends], **target)
    return entries.order_by("-pk").values_list("reason", flat=True).first() or ""


def list_led(user: Any) -> Iterable[int]:
    """The intakes that this account leads."""
    return Leader.objects.filter(profile__user_id=user.pk).values_list("accelerator_id", flat=True)


def list_places(user: Any) -> list[tuple[int, str]]:
    """The places that this account has or had once enrolled, with their states; the intake of a first year that counts
    for a place elsewhere stands among them as such."""
    rows = Enrolment.objects.filter(profile__user_id=user.pk, enrolled_at__isnull=False)
    found = list(rows.values_list("accelerator_id", "state", "first_year_with_id"))
    return [place for now, state, before in found for place in ((now, state), (before, FIRST_YEAR)) if place[0]]
