"""Which mails a person gets from a city: stopped by a link in a mail, or chosen on the page."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from educities.activity import verbs
from educities.activity.actions.outbox import cancel_messages
from educities.activity.actions.records import record
from educities.activity.models import DigestMark, MailStop, Message, Notice
from educities.activity.queries.weekly import WEEK, held_notices, waiting_codes
from educities.activity.texts.mail_topics import WEEKLY


@transaction.atomic
def stop_mail(user_id: int, topic: str, *, actor: Any = None) -> None:
    """The person gets no more mail about this topic from the scope's city. Twice is once; an account that is closed, or
    was never there, has no mail to stop."""
    if not get_user_model().objects.filter(pk=user_id, is_active=True).exists():
        return
    row, made = MailStop.objects.get_or_create(user_id=user_id, topic=topic)
    if made:
        record(verbs.MAIL_STOPPED, row, actor=actor)
    if topic == WEEKLY:
        # What waited for it is read among the notifications.
        held_notices(user_id).update(is_held=False)


@transaction.atomic
def choose_mail(user: Any, *, wanted: Collection[str], offered: Collection[str], weekday: int) -> None:
    """Of the topics `offered` the person gets mail about those `wanted`, and the weekly email on that day."""
    for topic in sorted(set(offered) - set(wanted)):
        stop_mail(user.pk, topic, actor=user)
    for row in MailStop.objects.filter(user=user, topic__in=wanted):
        record(verbs.MAIL_RESUMED, row, actor=user)
        row.delete()
    DigestMark.objects.update_or_create(user=user, defaults={"weekday": weekday})


@transaction.atomic
def choose_weekly(user: AbstractBaseUser) -> None:
    """All that can wait comes in one email a week, also what is still to be sent. Twice is once."""
    mark = _lock_mark(user)
    for row in MailStop.objects.filter(user=user, topic=WEEKLY):
        record(verbs.MAIL_RESUMED, row, actor=user)
        row.delete()
    if mark.holds_all:
        return
    DigestMark.objects.filter(pk=mark.pk).update(holds_all=True)
    _hold_unsent(user)
    record(verbs.WEEKLY_CHOSEN, mark, actor=user)


@transaction.atomic
def leave_weekly(user: AbstractBaseUser) -> None:
    """Emails come one by one again. What waits for the weekly one is told in a last one, soon. Twice is once."""
    mark = _lock_mark(user)
    if not mark.holds_all:
        return
    DigestMark.objects.filter(pk=mark.pk).update(holds_all=False)
    record(verbs.SINGLE_CHOSEN, mark, actor=user)


def _lock_mark(user: AbstractBaseUser) -> DigestMark:
    DigestMark.objects.get_or_create(user=user)
    return DigestMark.objects.select_for_update(of=("self",), no_key=True).get(user=user)


def _hold_unsent(user: AbstractBaseUser) -> None:
    """What can wait of the person's unsent mails is not sent; its notices wait for the weekly one."""
    late = Q(expires_at=None) | Q(expires_at__gt=timezone.now() + WEEK)
    rows = Message.objects.filter(late, user=user, state=Message.State.PENDING, kind__in=waiting_codes())
    # A reminder has no notice, and its moment is part of what it says.
    rows = rows.exclude(dedupe_key__startswith="rem:")
    about = set(rows.values_list("kind", "payload__target_type", "payload__target_id"))
    cancel_messages(rows)
    for verb, target_type, target_id in about:
        news = Notice.objects.filter(user=user, verb=verb, target_type=target_type, target_id=target_id, read_at=None)
        newest = news.order_by("-pk").values_list("pk", flat=True)[:1]
        Notice.objects.filter(pk__in=list(newest)).update(is_held=True)
