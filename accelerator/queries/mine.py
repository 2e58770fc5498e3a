"""A teacher's own places on the page “My activity”, and the calls that are open."""

from django.db.models import Exists, OuterRef, Q

from accelerator.models import Enrolment
from consents.values import Things
from stakeholders.models import Profile


def find_my_training(profile: Profile) -> Things | None:
    """The person's applications and places, the newest first; None without any. One query."""
    rows = list(Enrolment.objects.with_names().filter(profile=profile).order_by("-applied_at")[:10])
    return Things({"enrolments": rows}) if rows else None


def has_training() -> Q:
    """Has the person of the profile applied, or a place?"""
    return Q(Exists(Enrolment.objects.filter(profile=OuterRef("pk"))))
