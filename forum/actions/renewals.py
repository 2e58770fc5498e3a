"""What was not carried comes before the forum once more."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from forum import verbs
from forum.actions.agenda import create_item, list_senders
from forum.actions.working import describe_why_nothing_new
from forum.models import AgendaItem, Decision
from forum.queries.items import find_record
from forum.queries.sessions import find_next_meeting

# What a new item has of the one that was not carried.
RENEWED = ("title", "words", "record_kind", "record_id", "sent_by", "is_sent_up")


def describe_why_not_renewed(item: AgendaItem) -> str:
    """Why the item cannot be put on the agenda once more, in a sentence; "" where what was proposed was not carried."""
    decision: Any = item.proposal
    if decision is None or not decision.is_rejected:
        return str(AgendaItem.ALREADY[item.state])
    if refusal := describe_why_nothing_new(item):
        return refusal
    kind, row = find_record(item)
    if kind is None or kind.find is None or item.is_sent_up:
        return ""
    is_matter = row is not None and kind.find(city_today()).filter(pk=row.pk).exists()
    return (
        ""
        if is_matter
        else _("This is no matter of the forum now. When it is one, it comes onto the agenda by itself.")
    )


def find_twin(item: AgendaItem) -> AgendaItem | None:
    """What waits about the same: the same record, or without one the same words."""
    waiting = AgendaItem.objects.waiting().filter(charter=item.charter_id, record_kind=item.record_kind)
    same = {"record_id": item.record_id} if item.record_kind else {"title": item.title}
    return waiting.filter(**same).first()  # type: ignore[no-any-return]


@transaction.atomic
def renew_item(item: AgendaItem, *, actor: User) -> AgendaItem:
    """What was not carried comes before the forum once more: a new item with the same words and the same proposal, which
    can be written otherwise; whoever sent it up reads so. Twice is once.
    """
    lock_row(item.charter)
    item = lock_row(item, "charter__city", "city", "sent_by__user", "decision")
    if twin := find_twin(item):
        return twin
    if refusal := describe_why_not_renewed(item):
        raise DomainError(refusal, code="forum.item_stays_off")
    same = {name: getattr(item, name) for name in RENEWED}
    made = create_item(item.charter, find_next_meeting(item.charter), **same)
    Decision.objects.create(item=made, words=item.decision.words)
    told = list_senders([item], but=actor)
    record(verbs.ITEM_RESTORED, made, actor=actor, notify=told, note={"title": made.title})
    return made
