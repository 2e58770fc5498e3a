"""Taking back what one has just done: asked of the audit log, which knows who did what, when, and what came after."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.activity.models import AuditEntry
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.undo import UNDO_FOR

MOST_ENTRIES = 5


def check_undoable(target: models.Model, act: Verb, *, actor: models.Model, along: Iterable[Verb] = ()) -> None:
    """Passes when `act` is the last thing recorded about the row, by this person, not longer ago than `UNDO_FOR`.

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
