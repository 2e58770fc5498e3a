"""A confirmed break-down is removed: one person proposes it, and it goes once another person agrees. A draft goes at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries.second_hands import find_principal
from educities.accounts.models import User
from educities.activity.actions.records import NO_REASON, record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from educities.kit.signs import count_seen, tidy_signs
from programs import verbs
from programs.models import Breakdown
from programs.queries.confirmers import ALONE, describe_why_not_removed_by, find_confirmers
from programs.values.calendar import school_year


def describe_why_not_removed(row: Breakdown) -> str:
    """Why nobody can remove the break-down or propose it, in a sentence; "" where no proposal waits."""
    text = _("It is proposed already that this break-down is removed. Another person answers first.")
    return text if row.is_removal_waiting else ""


@transaction.atomic
def remove_breakdown(row: Breakdown, *, actor: User, reason: str) -> bool:
    """A draft is gone, and the history has who removed it and why: True. A confirmed one is read until another person
    (`find_confirmers`), who is told, agrees: False. It goes at once where the actor may confirm figures alone.
    """
    row = lock_row(row, "indicator__city", "entered_by")
    if refusal := describe_why_not_removed(row):
        raise DomainError(refusal, code="state.moved")
    if not count_seen(reason):
        raise DomainError(NO_REASON, code="activity.reason_needed", field="reason")
    principal = find_principal(row.city_id, actor.pk)
    may = find_confirmers(row.indicator.city, actor.pk, principal) if row.is_confirmed else {actor.pk: ALONE}
    if may.get(actor.pk) == ALONE:
        _delete_breakdown(row, actor, tidy_signs(reason), {row.entered_by} if row.is_confirmed else set())
        return True
    _write_proposal(row, timezone.now(), tidy_signs(reason)[:500], actor.pk, principal)
    told = User.objects.filter(pk__in=[pk for pk in may if pk != actor.pk])
    _record_removal(verbs.REMOVAL_PROPOSED, row, actor, told, reason=row.removal_reason)
    return False


@transaction.atomic
def confirm_removal(row: Breakdown, *, actor: User, seen: str | None = None) -> None:
    """The table is gone; whoever entered it and whoever proposed that read why. `seen`: `removal_stamp` of what was read."""
    row = lock_row(row, "indicator__city", "entered_by", "removal_proposed_by")
    if refusal := describe_why_not_removed_by(row, actor, seen):
        raise DomainError(refusal, code="programs.removal_not_confirmed")
    _delete_breakdown(row, actor, row.removal_reason, {row.entered_by, row.removal_proposed_by})


@transaction.atomic
def decline_removal(row: Breakdown, *, actor: User, reason: str) -> Breakdown:
    """The break-down stays; whoever proposed to remove it reads why. By whoever could agree."""
    row = lock_row(row, "indicator__city", "removal_proposed_by")
    if refusal := describe_why_not_removed_by(row, actor):
        raise DomainError(refusal, code="programs.removal_not_declined")
    told = {row.removal_proposed_by} - {actor}
    _drop_proposal(row)
    _record_removal(verbs.REMOVAL_DECLINED, row, actor, told, reason=reason)
    return row


@transaction.atomic
def cancel_removal(row: Breakdown, *, actor: User) -> Breakdown:
    """Whoever proposed it, or in whose name it was proposed, takes it back; nobody is asked about it any more."""
    row = lock_row(row, "indicator__city")
    if refusal := describe_why_removal_stays(row, actor):
        raise DomainError(refusal, code="programs.removal_not_cancelled")
    _drop_proposal(row)
    _record_removal(verbs.REMOVAL_CANCELLED, row, actor, ())
    return row


def describe_why_removal_stays(row: Breakdown, actor: User) -> str:
    """Why the person cannot take the proposal back, in a sentence; "" when they can."""
    if not row.is_removal_waiting:
        return _("Nobody proposes any more that this break-down is removed.")
    is_own = actor.pk in {row.removal_proposed_by_id, row.removal_acting_for_id}
    return "" if is_own else _("Only the person who proposed it takes it back. Others decline it with a reason.")


def _write_proposal(row: Breakdown, at: datetime | None, reason: str, by: int | None, acting_for: int | None) -> None:
    row.removal_proposed_at, row.removal_reason = at, reason
    row.removal_proposed_by_id, row.removal_acting_for_id = by, acting_for
    row.save(update_fields=["removal_proposed_at", "removal_reason", "removal_proposed_by", "removal_acting_for"])


def _drop_proposal(row: Breakdown) -> None:
    _write_proposal(row, None, "", None, None)


def _delete_breakdown(row: Breakdown, actor: User, reason: str, told: set[User | None]) -> None:
    _record_removal(verbs.BREAKDOWN_REMOVED, row, actor, told - {actor}, reason=reason)
    row.delete()


def _record_removal(verb: Verb, row: Breakdown, actor: User, told: Iterable[User | None], *, reason: str = "") -> None:
    title, year = row.indicator.name, school_year(row.period)
    record(verb, row, actor=actor, notify=told, reason=reason, title=title, year=year)
