"""A milestone without a record: asked by one person with a reason, reached when the steward grants it."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from cities.queries.second_hands import find_principal, find_same_hands
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import lock_row, refusing
from educities.kit.signs import count_seen, tidy_signs
from programs import verbs
from programs.actions.signatures import lock_year
from programs.models import Milestone, MilestoneOverride, ProgramYear
from programs.queries.contract import stamp_request

State = MilestoneOverride.State
SHORTEST_REASON = 20


@transaction.atomic
def request_milestone_override(milestone: Milestone, *, actor: User, reason: str) -> MilestoneOverride:
    """The question waits for the steward; one for each milestone at a time."""
    lock_year(milestone.year)
    lock_row(milestone)
    if refusal := describe_why_not_requested(milestone):
        raise DomainError(refusal, code="programs.override_not_asked")
    if count_seen(reason) < SHORTEST_REASON:
        raise DomainError(
            _("Give a reason of at least 20 characters."), code="programs.override_reason", field="reason"
        )
    text = _("Someone has already asked for an override of this milestone.")
    with refusing("programs_override_live", text=text, code="programs.override_asked_already"):
        row = MilestoneOverride.objects.create(
            milestone=milestone,
            requested_by=actor,
            acting_for_id=find_principal(milestone.city_id, actor.pk),
            reason=tidy_signs(reason),
        )
    _record_override(verbs.MILESTONE_OVERRIDE_REQUESTED, row, actor, list_deciders(row))
    return row


@transaction.atomic
def grant_milestone_override(
    row: MilestoneOverride, *, actor: User, answer: str = "", seen: str | None = None
) -> MilestoneOverride:
    """The milestone is reached by the steward's word; the page says so, with the reason of who asked.

    `seen`: the stamp of what the steward read, `stamp_request`; None where nobody reads it first.
    """
    _check_may_decide(row, actor)
    lock_year(row.milestone.year)
    milestone = lock_row(row.milestone, "year__program")
    if seen is not None and seen != stamp_request(milestone, row.reason):
        text = _("The milestone has changed since you opened the page. Read it again before you decide.")
        raise DomainError(text, code="programs.override_changed")
    if refusal := _describe_end(milestone):
        raise DomainError(refusal, code="programs.override_of_ended")
    row.move(State.GRANTED, decided_by=actor, decided_at=timezone.now(), answer=tidy_signs(answer))
    milestone.move(
        Milestone.State.REACHED,
        evidence=row.reason,
        evidence_kind="",
        evidence_id=None,
        reached_by=Milestone.Proof.OVERRIDE,
    )
    reached = in_all_languages(Milestone.State.REACHED.label)
    record(verbs.MILESTONE_MOVED, milestone, actor=actor, title=milestone.title, to="reached", state=reached)
    _record_override(verbs.MILESTONE_OVERRIDE_GRANTED, row, actor, [row.requested_by])
    return row


@transaction.atomic
def refuse_milestone_override(row: MilestoneOverride, *, actor: User, answer: str) -> MilestoneOverride:
    """The milestone stays as it is; the answer says why."""
    _check_may_decide(row, actor)
    if count_seen(answer) < 3:
        raise DomainError(_("Say in a sentence why not."), code="programs.override_answer_needed", field="answer")
    row.move(State.REFUSED, decided_by=actor, decided_at=timezone.now(), answer=tidy_signs(answer))
    _record_override(verbs.MILESTONE_OVERRIDE_REFUSED, row, actor, [row.requested_by], reason=tidy_signs(answer))
    return row


@transaction.atomic
def withdraw_milestone_override(row: MilestoneOverride, *, actor: User, reason: str) -> MilestoneOverride:
    """Nobody has to decide any more; the steward and whoever asked read why."""
    if count_seen(reason) < 3:
        raise DomainError(_("Say in a sentence why."), code="programs.override_answer_needed", field="reason")
    told = [user for user in (row.requested_by, *list_deciders(row)) if user != actor]
    row.move(State.WITHDRAWN, answer=tidy_signs(reason), decided_at=timezone.now())
    _record_override(verbs.MILESTONE_OVERRIDE_WITHDRAWN, row, actor, told, reason=tidy_signs(reason))
    return row


def end_requests(milestone: Milestone, *, actor: User, reason: str) -> None:
    """The milestone has come to an end by itself: nobody has to decide a question about it any more."""
    for row in milestone.overrides.filter(state=State.REQUESTED):
        withdraw_milestone_override(row, actor=actor, reason=reason)


def is_waiting(milestone: Milestone) -> bool:
    """Does somebody ask for an override of the milestone as it is now?"""
    return milestone.overrides.filter(state=State.REQUESTED).exists()


def list_deciders(row: MilestoneOverride) -> list[User]:
    """The stewards who may answer: never who asked, nor who is of one hand with them."""
    askers = {pk for pk in (row.requested_by_id, row.acting_for_id) if pk}
    hands = {*askers, *(pk for one in askers for pk in find_same_hands(row.city_id, one))}
    held = Membership.objects.current().filter(city_id=row.city_id, scope_type=Scope.CITY, role=Role.STEWARD)
    found = held.exclude(user_id__in=hands).values("user_id")
    return list(get_user_model().objects.filter(pk__in=found))


def describe_why_not_requested(milestone: Milestone) -> str:
    """Why nobody can ask for an override of this milestone now, in a sentence; "" when one can."""
    if refusal := _describe_end(milestone):
        return refusal
    if is_waiting(milestone):
        return _("Someone has already asked for an override of this milestone.")
    held = Membership.objects.current().filter(city_id=milestone.city_id, scope_type=Scope.CITY, role=Role.STEWARD)
    if not held.exists():
        return _("This city has no network steward to decide. Ask the platform operator to invite one.")
    return ""


def describe_why_not_decided(row: MilestoneOverride) -> str:
    """Why the question cannot be answered now, in a sentence; "" when it can."""
    return str(row.ALREADY.get(row.state, "")) or _describe_end(row.milestone)


def _describe_end(milestone: Milestone) -> str:
    if milestone.state == Milestone.State.REACHED:
        return _("This milestone is reached. It needs no override.")
    if milestone.state == Milestone.State.DROPPED:
        return _("This milestone was dropped. It needs no override.")
    if milestone.year.program.is_ended or not milestone.year.program.is_signed:
        return _("Only a milestone of a signed program that goes on can have an override.")
    is_closed = milestone.year.state == ProgramYear.State.CLOSED
    return _("This year is closed. Its milestones get no override any more.") if is_closed else ""


def _check_may_decide(row: MilestoneOverride, actor: User) -> None:
    if actor not in list_deciders(row):
        text = _("Only the network steward decides, and nobody about their own question.")
        raise DomainError(text, code="programs.override_role")


def _record_override(verb: Verb, row: MilestoneOverride, actor: User, told: list[User], *, reason: str = "") -> None:
    record(verb, row, actor=actor, notify=told, reason=reason, title=row.milestone.title)
