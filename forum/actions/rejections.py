"""A proposal that the forum did not carry: it is noted, changes nothing, and whoever waits for an answer reads so."""

from typing import Any

from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from forum import verbs
from forum.actions.agenda import list_senders
from forum.models import AgendaItem, Decision
from forum.queries.items import find_record
from forum.texts import name_matter
from forum.values import AgendaKind, Presence
from forum.values.reviews import REVERSED, REVIEW_KIND, STAYS

ACTING = ("acts_profile", "acts_organisation", "act_by")


def describe_why_unread(kind: AgendaKind, row: Any, shown: str) -> str:
    """Why the record is not the one that the page showed, in a sentence; "" when it is."""
    if not shown or shown == kind.name_version(row):
        return ""
    return describe_changed_record()


def describe_changed_record() -> str:
    """That the record is another one than the page showed."""
    return _("This was changed and submitted again since you opened the page. Read it again before you decide.")


def leave_out(item: AgendaItem, fields: dict[str, Any], presence: Presence, earlier: str, shown: str) -> dict[str, Any]:
    """The fields without a day of review. Raises DomainError where something was asked for that nothing can come of, or where
    what goes back to its writer has no reason: one that whoever notes it writes, as whether the members' words are one only they
    can say."""
    if any(fields.get(name) for name in ACTING):
        text = _("What was not carried is nobody’s to do. Leave out who acts, and until when.")
        raise DomainError(text, code="forum.nobody_acts", field="act_by")
    if item.record_kind == REVIEW_KIND and earlier in {STAYS, REVERSED}:
        text = _("What was not carried decides nothing about the earlier decision: it still waits for its review.")
        raise DomainError(text, code="forum.review_waits", field="earlier")
    kind, row = find_record(item)
    if kind is not None and row is not None and kind.send_back is not None and presence.decides:
        lock_row(row)
        row.refresh_from_db()
        _check_reason(kind, row, bool(fields.get("dissent")), shown)
    return {**fields, "review_on": None}


def _check_reason(kind: AgendaKind, row: Any, has_reason: bool, shown: str) -> None:
    """What goes back to its writer goes back as it was read, and with a reason."""
    if refusal := describe_why_unread(kind, row, shown):
        raise DomainError(refusal, code="forum.no_effect", field="takes_effect")
    if not has_reason:
        text = _("Write here why it was not carried: it goes back to the person who wrote it, and they read this.")
        raise DomainError(text, code="forum.no_reason", field="dissent")


def follow_rejection(decision: Decision, item: AgendaItem, actor: User) -> None:
    """Whoever sent the matter up reads that it was not carried; the record that it is about goes back, if it does."""
    record(
        verbs.NOT_CARRIED,
        decision,
        actor=actor,
        notify=list_senders([item], but=actor),
        url=item.get_absolute_url(),
        note={"title": name_matter(item), "about": item.title, "words": decision.words},
        is_advice=decision.is_advice,
    )
    kind, row = find_record(item)
    if kind is not None and row is not None and kind.send_back is not None and not decision.is_advice:
        kind.send_back(row, decision, actor)
