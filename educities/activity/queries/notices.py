"""A person's inbox."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from educities.activity.models import AuditEntry, Notice
from educities.activity.values import VERBS
from educities.kit.hooks import Hook
from educities.tenancy.scope import require_city_id

MAY_OPEN: Hook[Callable[[Any, Any, str], bool]] = Hook(
    "activity.may_open",
    "Asked when a notice is opened: may this person open the page at this address of this city now?",
)
# The bell says "99+" beyond it, and counts no further.
MAX_COUNTED = 100
# Asked by every page of a signed-in person, so it is written out: built by the ORM it costs more than it takes to answer.
UNREAD = f"""
    SELECT count(*) FROM (
        SELECT FROM {Notice._meta.db_table}
        WHERE city_id = %s AND user_id = %s AND read_at IS NULL LIMIT {MAX_COUNTED}
    ) waiting
"""


def count_unread(user: AbstractBaseUser | AnonymousUser) -> int:
    """How many notices of the scope's city the person has not read, a hundred at most; none for who is not signed in."""
    if not user.is_authenticated:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [require_city_id(), user.pk])
        return int(cursor.fetchone()[0])


def label_unread(user: AbstractBaseUser | AnonymousUser) -> str:
    """The number beside the bell and the tab: "" for none, "99+" for as many as are counted or more."""
    count = count_unread(user)
    if count >= MAX_COUNTED:
        return f"{MAX_COUNTED - 1}+"
    return str(count or "")


def annotate_settled(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Each notice has `is_settled`: what it asks for was answered since, by whomever.

    What is about one part of the row (`of` in its data) is answered by nothing that was done about another part.
    """
    later = AuditEntry.objects.filter(
        target_type=OuterRef("target_type"), target_id=OuterRef("target_id"), at__gt=OuterRef("created_at")
    )
    same_part = Q(data__of=Coalesce(OuterRef("data__of"), F("data__of")))
    later = later.filter(Q(data__of__isnull=True) | same_part)
    asking = [
        When(verb=verb.code, then=Exists(later.filter(verb__in=verb.settled_by))) for verb in VERBS if verb.settled_by
    ]
    return notices.annotate(is_settled=Case(*asking, default=False, output_field=BooleanField()))
