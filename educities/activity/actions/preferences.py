"""Which mails a person gets from a city: stopped by a link in a mail, or chosen on the page."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from educities.activity import verbs
from educities.activity.actions.records import record
from educities.activity.models import DigestMark, MailStop


@transaction.atomic
def stop_mail(user_id: int, topic: str, *, actor: Any = None) -> None:
    """The person gets no more mail about this topic from the scope's city. Twice is once."""
    row, made = MailStop.objects.get_or_create(user_id=user_id, topic=topic)
    if made:
        record(verbs.MAIL_STOPPED, row, actor=actor)


@transaction.atomic
def choose_mail(user: Any, *, wanted: Collection[str], offered: Collection[str], weekday: int) -> None:
    """Of the topics `offered` the person gets mail about those `wanted`, and the weekly email on that day."""
    for topic in sorted(set(offered) - set(wanted)):
        stop_mail(user.pk, topic, actor=user)
    for row in MailStop.objects.filter(user=user, topic__in=wanted):
        record(verbs.MAIL_RESUMED, row, actor=user)
        row.delete()
    DigestMark.objects.update_or_create(user=user, defaults={"weekday": weekday})
