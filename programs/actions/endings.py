"""A program ends before its time: one person asks with a reason, and a second one agrees."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from cities.models import Membership, Role, Scope
from cities.queries.second_hands import find_principal
from cities.verbs import ROLE_ENDED
from educities.accounts.models import User
from educities.activity.actions.records import NO_REASON, record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from educities.kit.signs import count_seen, tidy_signs
from programs import verbs
from programs.models import Milestone, Program, ProgramYear
from programs.queries.endings import (
    ALONE,
    describe_why_no_request,
    describe_why_not_answered,
    describe_why_not_declined,
    describe_why_not_requested,
    find_end_seconds,
    find_present_seconds,
)

# What changes a contract in force: whoever read the request before has read of other five years.
CHANGES = (
    verbs.FOCUS_CHANGED,
    verbs.MILESTONE_ADDED,
    verbs.MILESTONE_CHANGED,
    verbs.MILESTONE_DROPPED,
    verbs.MILESTONE_MISSED,
    verbs.MILESTONE_REOPENED,
    verbs.PROGRAM_SUSPENDED,
    verbs.PROGRAM_RESUMED,
    verbs.PROGRAM_RESUMED_AT_ONCE,
)
NO_REQUEST: dict[str, Any] = {
    "end_requested_by": None,
    "end_requested_for": None,
    "end_requested_at": None,
    "end_reason": "",
}


@transaction.atomic
def withdraw_program(program: Program, *, actor: User, reason: str) -> Program:
    """Five years that are not in force are discarded. Whoever would end a contract in force asks: it goes on until a second
    person agrees (`find_end_seconds`), who is told; it ends at once where the actor may end it alone.
    """
    locked = lock_row(program, "city")
    if refusal := describe_why_not_requested(locked):
        raise DomainError(refusal, code="programs.end_not_requested")
    if not count_seen(reason):
        raise DomainError(NO_REASON, code="activity.reason_needed", field="reason")
    if not locked.is_signed:
        return _end_program(program, actor, reason)
    principal = find_principal(locked.city_id, actor.pk)
    request: dict[str, Any] = {
        "end_requested_by": actor,
        "end_requested_for_id": principal,
        "end_requested_at": timezone.now(),
        "end_reason": tidy_signs(reason),
    }
    may = find_end_seconds(locked, actor.pk, principal)
    if may.get(actor.pk) == ALONE:
        return _end_program(program, actor, reason, was_ended_alone=True, **request)
    _change_request(program, request)
    record(verbs.END_REQUESTED, program, actor=actor, notify=_list_people(may, actor), reason=reason)
    return program


@transaction.atomic
def agree_to_end(program: Program, *, actor: User, seen: str | None = None) -> Program:
    """The program has ended; directors, steward and whoever asked read who agreed, and the reason of who asked.

    `seen`: the stamp of the request that the actor read, `stamp_end_request`; None where nobody reads it first.
    """
    locked = lock_row(program, "city", "end_requested_by")
    if refusal := describe_why_not_answered(locked, actor, seen):
        raise DomainError(refusal, code="programs.end_not_agreed")
    is_alone = find_present_seconds(locked)[actor.pk] == ALONE
    return _end_program(program, actor, locked.end_reason, asker=locked.end_requested_by, was_ended_alone=is_alone)


@transaction.atomic
def decline_end(program: Program, *, actor: User, reason: str) -> Program:
    """The program goes on; whoever asked reads why, and it can be asked again."""
    locked = lock_row(program, "city")
    if refusal := describe_why_not_declined(locked, actor):
        raise DomainError(refusal, code="programs.end_not_declined")
    told = _list_people({locked.end_requested_by_id, locked.end_requested_for_id}, actor)
    _change_request(program, NO_REQUEST)
    record(verbs.END_DECLINED, program, actor=actor, notify=told, reason=reason)
    return program


@transaction.atomic
def withdraw_end_request(program: Program, *, actor: User, reason: str) -> Program:
    """Nobody has to answer any more. By a director: whoever asked, and who could have answered, read why."""
    locked = lock_row(program, "city")
    if refusal := describe_why_no_request(locked):
        raise DomainError(refusal, code="programs.end_not_withdrawn")
    told = _list_concerned(locked, actor)
    _change_request(program, NO_REQUEST)
    record(verbs.END_REQUEST_WITHDRAWN, program, actor=actor, notify=told, reason=reason)
    return program


def void_end_request(verb: Verb, row: models.Model, actor: Any) -> None:
    """Called in each act's transaction: what was asked about the program as it was before is asked about it no more."""
    is_closing = verb is verbs.YEAR_MOVED and actor is not None
    # At risk and back says how it goes; one that is reached is none that the five years still hold out for.
    is_reached = verb is verbs.MILESTONE_MOVED and isinstance(row, Milestone) and row.state == Milestone.State.REACHED
    # Given back, the role does not give back what was asked with it.
    is_askers = verb is ROLE_ENDED and isinstance(row, Membership) and row.role == Role.DIRECTOR
    if verb not in CHANGES and not (is_closing or is_reached or is_askers):
        return
    program = _find_program(row)
    if program is None or not program.is_end_requested:
        return
    locked = lock_row(program, "city")
    if locked.is_end_requested:
        told = _list_concerned(locked, actor)
        _change_request(locked, NO_REQUEST)
        record(verbs.END_REQUEST_VOIDED, locked, actor=actor, notify=told)


def _find_program(row: models.Model) -> Program | None:
    """The program as it is now, of which the row is a part, or which the row's person asks to end."""
    if isinstance(row, Membership):
        return Program.objects.filter(city_id=row.city_id, end_requested_by=row.user_id).order_by("pk").last()
    if isinstance(row, Milestone):
        return Program.objects.filter(years__milestones=row).first()
    return Program.objects.filter(pk=row.program_id if isinstance(row, ProgramYear) else row.pk).first()


def _end_program(program: Program, actor: User, reason: str, *, asker: User | None = None, **changes: Any) -> Program:
    program.move(Program.State.TERMINATED, **changes)
    leads = Membership.objects.current().filter(
        city_id=program.city_id, scope_type=Scope.CITY, role__in=[Role.DIRECTOR, Role.STEWARD]
    )
    told = {held.user for held in leads.select_related("user")} | ({asker} if asker else set())
    record(verbs.PROGRAM_TERMINATED, program, actor=actor, notify=told - {actor}, reason=reason)
    return program


def _change_request(program: Program, values: dict[str, Any]) -> None:
    apply_changes(program, values)
    program.save(update_fields=["end_requested_by", "end_requested_for", "end_requested_at", "end_reason"])


def _list_concerned(program: Program, actor: Any) -> list[User]:
    """Who asked, in whose name, and who could answer today."""
    return _list_people({program.end_requested_by_id, *find_present_seconds(program)}, actor)


def _list_people(numbers: Iterable[int | None], actor: Any) -> list[User]:
    found = User.objects.filter(pk__in={one for one in numbers if one})
    return [one for one in found if one != actor]
