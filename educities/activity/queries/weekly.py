"""Who gets all emails of a city in one, once a week, and what of it waits for that email."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from educities.activity.models import DigestMark, MailStop, Notice
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind
from educities.activity.texts.mail_topics import WEEKLY
from educities.tenancy.scope import current_city_id

WEEK = timedelta(days=7)


def can_wait_a_week(kind: MailKind | None, expires_at: datetime | None) -> bool:
    """Is a mail of the kind still of use in the next weekly email? What is past by then goes at once."""
    if kind is None or not kind.can_wait or current_city_id() is None:
        return False
    return expires_at is None or expires_at > timezone.now() + WEEK


def find_weekly_readers(users: Collection[int]) -> dict[int, bool]:
    """Those of the accounts that get all emails of the scope's city in one; whether they want that one."""
    stopped = MailStop.objects.filter(user_id=OuterRef("user_id"), topic=WEEKLY)
    marks = DigestMark.objects.filter(user_id__in=users, holds_all=True).annotate(is_stopped=Exists(stopped))
    return {user_id: not is_stopped for user_id, is_stopped in marks.values_list("user_id", "is_stopped")}


def held_notices(user_id: int) -> QuerySet[Notice]:
    """What the scope's weekly email is still to tell the account, in the order in which it happened."""
    return Notice.objects.filter(user_id=user_id, is_held=True).order_by("pk")


def waiting_codes() -> list[str]:
    """The codes of all kinds that can wait for the weekly email."""
    return [kind.code for kind in MAIL_KINDS if kind.can_wait]
