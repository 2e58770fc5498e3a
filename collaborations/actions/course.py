"""What becomes of a collaboration once all sides have agreed: it begins, pauses, goes on, is completed or ends early."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaborations import verbs
from collaborations.actions.outcomes import record_outcome
from collaborations.models import Collaboration, FollowUp, Party
from collaborations.queries import find_parties_of, list_interested_users
from collaborations.values import FOLLOW_UP_DAYS
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_reminders, schedule_reminder
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from stakeholders.queries import find_profile

State = Collaboration.State
MORNING = time(9)
# For so many days the question what came of it is still worth sending.
ASKED_FOR_DAYS = 14


def describe_why_over(row: Collaboration) -> str:
    """That it is over, in a sentence; "" while something is done in it."""
    return str(Collaboration.ALREADY[row.state]) if row.is_over else ""


def describe_why_not_ended(row: Collaboration) -> str:
    """That it has not come about yet, in a sentence; "" once it is agreed."""
    if row.state == State.PROPOSED:
        return _("It is only proposed: it has no end yet. Its proposer can withdraw it on its page.")
    return ""


def describe_why_not_completed(row: Collaboration) -> str:
    """Why nobody can complete it now, in a sentence; "" while it is under way."""
    if row.state in {State.PROPOSED, State.AGREED, State.PAUSED}:
        return _("Only a collaboration that is under way can be completed.")
    return describe_why_over(row)


@transaction.atomic
def change_collaboration(row: Collaboration, *, actor: User, **fields: Any) -> None:
    """It reads anew; the history says which lines, and nothing of the words. All others read it.

    Before it is agreed each yes is asked again but the actor's own: a yes is to the words that were read.
    """
    now = lock_row(row, "city", "brought_by")
    if refusal := describe_why_over(now):
        raise DomainError(refusal, code="collaborations.over")
    changed = apply_changes(now, fields)
    apply_changes(row, fields)
    if not changed:
        return
    now.save(update_fields=changed)
    told = list_interested_users(now, but=actor)
    facts: dict[str, Any] = {"note": {"title": now.title}, "circle": now.circle, "state": now.state}
    if now.state == State.PROPOSED:
        _ask_again(now, actor)
        record(verbs.CHANGED, now, actor=actor, changed=changed, **facts)
        record(verbs.ASKED_AGAIN, now, actor=actor, notify=told, **facts)
    else:
        record(verbs.CHANGED, now, actor=actor, notify=told, changed=changed, **facts)


def _ask_again(row: Collaboration, actor: User) -> None:
    agreed = row.parties.filter(state=Party.State.AGREED)
    for party in agreed.exclude(pk__in=find_parties_of(actor).values("pk")):
        party.move(Party.State.ASKED, answered_at=None, answered_by=None)


@transaction.atomic
def begin_collaboration(row: Collaboration, *, actor: User) -> None:
    """It is under way from today, if no day was given."""
    starts_on = row.starts_on or row.city.today()
    row.move(State.ACTIVE, before={State.AGREED}, starts_on=starts_on)
    _record_step(verbs.BEGUN, row, actor)


@transaction.atomic
def pause_collaboration(row: Collaboration, *, actor: User) -> None:
    """It rests, and each side can take it up again."""
    row.move(State.PAUSED)
    _record_step(verbs.PAUSED, row, actor)


@transaction.atomic
def resume_collaboration(row: Collaboration, *, actor: User) -> None:
    """It goes on."""
    row.move(State.ACTIVE, before={State.PAUSED})
    _record_step(verbs.RESUMED, row, actor)


@transaction.atomic
def complete_collaboration(
    row: Collaboration, *, actor: User, result: dict[str, str], next_step: dict[str, str] | None = None
) -> None:
    """It is completed, with what came of it and what comes next; its sides are asked again after 30, 90 and 365 days."""
    if not any(result.values()):
        text = _("Say in a sentence what came of it.")
        raise DomainError(text, code="collaborations.no_result", field="result")
    row.move(State.COMPLETED, ended_on=row.city.today(), result=result, next_step=next_step or {})
    for days in FOLLOW_UP_DAYS:
        day = row.city.today() + timedelta(days=days)
        ends = datetime.combine(day + timedelta(days=ASKED_FOR_DAYS), MORNING, row.city.zone)
        schedule_reminder(row, name_follow_up(days), datetime.combine(day, MORNING), row.city.zone, ends)
    _record_step(verbs.COMPLETED, row, actor)


def name_follow_up(days: int) -> str:
    """The rule of the reminder that goes so many days after the end."""
    return f"collaborations.follow_up_{days}"


@transaction.atomic
def end_collaboration(row: Collaboration, *, actor: User, reason: str) -> None:
    """It ends before it is completed; the other sides read why."""
    row.move(State.ENDED_EARLY, ended_on=row.city.today())
    cancel_reminders(row)
    _record_step(verbs.ENDED, row, actor, reason=reason)


def describe_why_no_follow_up(row: Collaboration) -> str:
    """That it is not completed, in a sentence; "" once it is."""
    return "" if row.state == State.COMPLETED else _("Write here what became of it once it is completed.")


@transaction.atomic
def add_follow_up(row: Collaboration, *, actor: User, text: dict[str, str]) -> FollowUp:
    """What became of it since, in the words of one of its sides."""
    if refusal := describe_why_no_follow_up(row):
        raise DomainError(refusal, code="collaborations.not_completed")
    told = FollowUp.objects.create(collaboration=row, text=text, by=find_profile(actor))
    record(verbs.FOLLOWED_UP, row, actor=actor)
    return told


def _record_step(verb: Verb, row: Collaboration, actor: User, reason: str = "") -> None:
    """The act stands in the logs, and the sides but the actor hear of it, by the name of the thing."""
    record_outcome(verb, row, actor, list_interested_users(row, but=actor), reason)
