"""What organisations promise, and what of it arrives."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news, cancel_reminders, schedule_reminder
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from stakeholders import verbs
from stakeholders.actions.acts import sign_for
from stakeholders.actions.commitment_checks import check_commitment, check_countable
from stakeholders.actions.organisations import directors_of
from stakeholders.models import Commitment, Organisation
from stakeholders.queries import find_profile
from stakeholders.queries.commitments import list_promisers
from stakeholders.rules import is_representative

State = Commitment.State
# A reminder of each rule goes so many days before the day (or behind it), and counts for so many.
REMINDED = {"stakeholders.commitment_due": (-7, 7), "stakeholders.commitment_late": (3, 30)}
MORNING = time(9)
# What must fit together; another line of a row is changed whatever these are.
CHECKED = frozenset({"quantity", "unit", "period", "due_on"})


def describe_why_no_promise(organisation: Organisation) -> str:
    """That only a verified organisation promises, in a sentence; "" when this one is."""
    return "" if organisation.is_at_work else _("Only a verified organisation can promise something.")


def describe_why_closed(commitment: Commitment) -> str:
    """That it was delivered or withdrawn, in a sentence; "" while it is open."""
    return "" if commitment.is_open else str(Commitment.ALREADY[commitment.state])


def describe_why_withdrawn(commitment: Commitment) -> str:
    """That it was withdrawn, in a sentence; "" when it was not."""
    return str(Commitment.ALREADY[State.WITHDRAWN]) if commitment.state == State.WITHDRAWN else ""


@transaction.atomic
def promise_commitment(organisation: Organisation, *, actor: User, **values: Any) -> Commitment:
    """The organisation has promised it, and its people are reminded before the day and behind it.

    The directors hear of a promise; of one that the office wrote down, those who promise in the organisation's name.
    """
    if refusal := describe_why_no_promise(organisation):
        raise DomainError(refusal, code="stakeholders.organisation_not_at_work")
    check_commitment(Commitment(organisation=organisation, **values))
    is_own = is_representative(actor, organisation)
    row = Commitment.objects.create(
        organisation=organisation,
        promised_by=find_profile(actor) if is_own else None,
        promised_on=organisation.city.today(),
        **values,
    )
    schedule_commitment_reminders(row)
    verb = verbs.COMMITMENT_PROMISED if is_own else verbs.COMMITMENT_ENTERED
    record_commitment(verb, row, actor, notify=_list_others(row, actor))
    return row


@transaction.atomic
def change_commitment(commitment: Commitment, *, actor: User, **values: Any) -> Commitment:
    """The given lines stand changed; whoever is reminded is reminded by the new day. Only while it is open."""
    _check_open(commitment)
    changed = apply_changes(commitment, values)
    if not changed:
        return commitment
    if CHECKED & set(changed):
        check_commitment(commitment)
    commitment.save(update_fields=changed)
    if "due_on" in changed:
        schedule_commitment_reminders(commitment)
    record_commitment(verbs.COMMITMENT_CHANGED, commitment, actor, changed=changed)
    return commitment


@transaction.atomic
def deliver_commitment(
    commitment: Commitment,
    *,
    actor: User,
    delivered: Decimal,
    delivered_on: date,
    correction: str = "",
    is_whole: bool = False,
) -> Commitment:
    """So much of it has arrived in all. It is delivered once all of it has, or nothing more is to come (`is_whole`).

    What was entered by mistake is entered anew. More than was promised needs a sentence why. Nothing arrives on a day to come.
    """
    commitment = lock_row(commitment)
    if refusal := describe_why_withdrawn(commitment):
        raise DomainError(refusal, code="stakeholders.commitment_withdrawn")
    check_countable(commitment.unit, delivered, "delivered")
    if delivered and delivered_on > commitment.city.today():
        text = _("This day has not come yet. Enter what arrives on the day it arrives.")
        raise DomainError(text, code="stakeholders.arrives_later", field="delivered_on")
    correction = correction if delivered > commitment.quantity else ""
    if delivered > commitment.quantity and not correction:
        raise DomainError(
            _("This is more than was promised. Say in a sentence why."),
            code="stakeholders.more_than_promised",
            field="correction",
        )
    values = {"delivered": delivered, "delivered_on": delivered_on if delivered else None, "correction": correction}
    was_whole = commitment.state == State.DELIVERED
    changed = apply_changes(commitment, values)
    commitment.save(update_fields=list(values))
    _move_along_delivery(commitment, is_whole=is_whole or delivered >= commitment.quantity)
    if changed or was_whole != (commitment.state == State.DELIVERED):
        verb = verbs.DELIVERY_CORRECTED if was_whole else verbs.COMMITMENT_DELIVERED
        told = _list_others(commitment, actor)
        record_commitment(verb, commitment, actor, notify=told, reason=correction, changed=changed)
    return commitment


def _move_along_delivery(commitment: Commitment, *, is_whole: bool) -> None:
    """Delivered and open follow from what has arrived; what is open is reminded of."""
    to = State.DELIVERED if is_whole else State.PROMISED
    if commitment.state == to:
        return
    commitment.move(to)
    if is_whole:
        cancel_reminders(commitment)
    else:
        schedule_commitment_reminders(commitment)


@transaction.atomic
def withdraw_commitment(commitment: Commitment, *, actor: User, reason: str) -> None:
    """The organisation no longer promises it, nobody is reminded, and the others read why. What had arrived stays counted.

    Raises DomainError for one that was delivered or withdrawn, in words about it.
    """
    _check_open(commitment)
    commitment.move(State.WITHDRAWN)
    _call_reminders_off(commitment)
    told = _list_others(commitment, actor)
    record_commitment(verbs.COMMITMENT_WITHDRAWN, commitment, actor, reason=reason, notify=told)


@transaction.atomic
def remind_of_commitment(commitment: Commitment, *, actor: User) -> int:
    """Those who promise in the organisation's name read of it now. Returns how many. Refused within a week of the last time."""
    commitment = lock_row(commitment, "organisation")
    _check_open(commitment)
    if not commitment.can_be_reminded(commitment.city.today()):
        raise DomainError(_("A reminder went out within the last seven days."), code="stakeholders.reminded_lately")
    told = list_promisers(commitment)
    if not told:
        raise DomainError(
            _("Nobody may make commitments for this organisation at present. Ask someone to represent it first."),
            code="stakeholders.nobody_to_remind",
        )
    Commitment.objects.filter(pk=commitment.pk).update(reminded_at=timezone.now())
    record_commitment(verbs.COMMITMENT_REMINDED, commitment, actor, notify=told)
    return len(told)


def withdraw_with_organisation(organisation: Organisation) -> list[Commitment]:
    """What the organisation had promised ends with it; nobody is reminded of it any more. Returns what ended."""
    rows = list(organisation.commitments.open())
    for row in rows:
        row.move(State.WITHDRAWN)
        _call_reminders_off(row)
    return rows


def _call_reminders_off(commitment: Commitment) -> None:
    """Nobody is reminded any more, also not by what waits for the morning."""
    cancel_reminders(commitment)
    cancel_news(commitment, verbs.COMMITMENT_REMINDED)


def promise_again_with_organisation(rows: Iterable[Commitment]) -> None:
    """What ended with the organisation is promised again."""
    for row in rows:
        row.move(State.PROMISED)
        schedule_commitment_reminders(row)


def schedule_commitment_reminders(commitment: Commitment) -> None:
    """One reminder before the day and one behind it wait, in place of those of another day."""
    zone = commitment.city.zone
    for rule, (days, counts) in REMINDED.items():
        day = commitment.due_on + timedelta(days=days)
        ends = datetime.combine(day + timedelta(days=counts + 1), time(0), zone)
        if day > commitment.city.today():
            schedule_reminder(commitment, rule, datetime.combine(day, MORNING), zone, ends)
        else:
            cancel_reminders(commitment, rule=rule)


def is_reminded_before(commitment: Commitment) -> bool:
    """Is the morning a week before its day still to come?"""
    days, _counts = REMINDED["stakeholders.commitment_due"]
    return commitment.due_on + timedelta(days=days) > commitment.city.today()


def record_commitment(verb: Verb, commitment: Commitment, actor: User, *, reason: str = "", **data: Any) -> None:
    """The act stands in the logs, signed by the organisation in whose name it was done."""
    organisation = commitment.organisation
    about = {"title": commitment.title, "organisation": organisation.name}
    kept = sign_for(organisation, actor)
    record(verb, commitment, actor=actor, reason=reason, kept=kept, **about, **data)


def _check_open(commitment: Commitment) -> None:
    if refusal := describe_why_closed(commitment):
        raise DomainError(refusal, code="stakeholders.commitment_closed")


def _list_others(commitment: Commitment, actor: User) -> list[User]:
    """The other side: of what its own people do the directors, of what the office does those who promise for it."""
    if is_representative(actor, commitment.organisation):
        return directors_of(commitment.city_id, but=actor)
    return [user for user in list_promisers(commitment) if user != actor]
