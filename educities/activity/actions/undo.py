"""Taking back what one has just done: asked of the audit log, which knows who did what, when, and what came after."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.activity.actions.outbox import cancel_messages
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.undo import UNDO_FOR

MOST_ENTRIES = 5


def check_undoable(target: models.Model, act: Verb, *, actor: models.Model, along: Iterable[Verb] = ()) -> AuditEntry:
    """The act, when `act` is the last thing recorded about the row, by this person, not longer ago than `UNDO_FOR`.

    `along`: what is recorded together with the act. Raises DomainError otherwise.
    """
    companions = {verb.code for verb in along}
    rows = AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
    last = next((entry for entry in rows[:MOST_ENTRIES] if entry.verb not in companions), None)
    is_own = last is not None and last.verb == act.code and last.actor_id == actor.pk
    if last is None or not is_own or timezone.now() - last.at > UNDO_FOR:
        text = _(
            "You can only undo what you did yourself in the last 15 minutes, and only if nothing has happened since."
        )
        raise DomainError(text, code="activity.undo_over")
    return last


def take_back_news(entry: AuditEntry) -> None:
    """What people were told of the act is told no more: no mail leaves, and no notice stands in an inbox.

    Raises DomainError when a mail has left or is leaving.
    """
    messages = Message.objects.filter(dedupe_key__startswith=f"audit:{entry.pk}:")
    # A mail that is being handed over is locked by who does it, so the answer is waited for.
    states = set(messages.select_for_update().values_list("state", flat=True))
    if states - {Message.State.PENDING, Message.State.HELD, Message.State.CANCELLED}:
        raise DomainError(_("The emails have already gone out, so this cannot be undone."), code="activity.undo_sent")
    cancel_messages(messages)
    Notice.objects.filter(verb=entry.verb, target_type=entry.target_type, target_id=entry.target_id).delete()
