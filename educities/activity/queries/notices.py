"""A person's inbox."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, When

from educities.activity.models import AuditEntry, Notice
from educities.activity.values import VERBS

# The bell says "99+" beyond it, and counts no further.
MAX_COUNTED = 100


def count_unread(user: AbstractBaseUser | AnonymousUser) -> int:
    """How many notices of the scope's city the person has not read, a hundred at most; none for who is not signed in."""
    if not user.is_authenticated:
        return 0
    return Notice.objects.filter(user_id=user.pk, read_at=None).order_by()[:MAX_COUNTED].count()


def annotate_settled(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Each notice has `is_settled`: what it asks for was answered since, by whomever."""
    later = AuditEntry.objects.filter(
        target_type=OuterRef("target_type"), target_id=OuterRef("target_id"), at__gt=OuterRef("created_at")
    )
    asking = [
        When(verb=verb.code, then=Exists(later.filter(verb__in=verb.settled_by))) for verb in VERBS if verb.settled_by
    ]
    return notices.annotate(is_settled=Case(*asking, default=False, output_field=BooleanField()))
