"""Cohorts: planned, filled, moved from stage to stage."""

from collections.abc import Container, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.kit.errors import DomainError, Moved
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import apply_changes, is_same_row, lock_row
from educities.kit.signs import count_seen, tidy_signs
from educities.kit.states import move_along
from labs import verbs
from labs.actions.overrides import withdraw_outgrown, withdraw_waiting
from labs.models import Cohort, CohortMember, Lab, StageRecord
from labs.models.cohorts import Stage
from labs.queries.ends import describe_why_closed
from labs.queries.facilitators import check_has_facilitator, list_member_users, list_users_with_place
from labs.queries.gates import GateCondition, format_unmet_conditions, gate_of, snapshot_gate
from meetings.actions.sessions import call_off_sessions, pause_reminders, renew_reminders, update_stage
from meetings.models import Group

State, Seat = Cohort.State, CohortMember.State


def describe_why_not_working(cohort: Cohort) -> str:
    """Why nothing new can be planned with the cohort, in a sentence; "" when it can."""
    if cohort.is_working:
        return ""
    return _("This cohort is %(state)s. You cannot plan anything new for it.") % {"state": cohort.get_state_display()}


def check_working(cohort: Cohort) -> None:
    """Raises DomainError when the cohort is suspended or at its end: nothing new is planned with it."""
    if refusal := describe_why_not_working(cohort):
        raise DomainError(refusal, code="labs.cohort_not_working")


def describe_why_not_changed(cohort: Cohort) -> str:
    """Why what is planned of the cohort cannot be changed, in a sentence; "" when it can."""
    return _("This cohort is over. It stays on record as it was.") if cohort.is_over else ""


@transaction.atomic
def plan_cohort(lab: Lab, *, actor: User, **fields: Any) -> Cohort:
    """A cohort of the lab stands, numbered after the last one. The same plan sent twice is one cohort."""
    lab = Lab.objects.select_for_update(no_key=True, of=["self"]).get(pk=lab.pk)
    if refusal := describe_why_closed(lab):
        raise DomainError(refusal, code="labs.lab_closed")
    twin = lab.cohorts.filter(state=State.PLANNED, name=fields["name"]).first()
    if twin:
        if not is_same_row(twin, fields):
            text = _("This lab already has a planned cohort of this name. Change that one, or choose another name.")
            raise DomainError(text, code="labs.cohort_named_so", field="name")
        return twin
    number = (lab.cohorts.aggregate(n=Max("number"))["n"] or 0) + 1
    group = Group.objects.create(kind="cohort")
    cohort = Cohort.objects.create(lab=lab, number=number, group=group, **fields)
    record(verbs.COHORT_CREATED, cohort, actor=actor, title=cohort.name, lab=lab.pk)
    return cohort


@transaction.atomic
def change_cohort(cohort: Cohort, *, actor: User, **values: Any) -> Cohort:
    """The given lines of the cohort are changed. Fewer places than people is refused, and so is one that is over."""
    now = lock_row(cohort, "group")
    if refusal := describe_why_not_changed(now):
        raise DomainError(refusal, code="labs.cohort_over")
    if values.get("capacity", now.capacity) < now.places_taken:
        text = ngettext(
            "The cohort already has %(n)s person. Set at least that many places.",
            "The cohort already has %(n)s people. Set at least that many places.",
            now.places_taken,
        ) % {"n": now.places_taken}
        raise DomainError(text, code="labs.capacity_below_members", field="capacity")
    changed = apply_changes(now, values)
    if changed:
        now.save(update_fields=changed)
        record(verbs.COHORT_CHANGED, now, actor=actor, title=now.name, changed=changed)
    return now


@transaction.atomic
def open_cohort(cohort: Cohort, *, actor: User) -> None:
    """The cohort takes members. Its lab has to be launched."""
    _check_not_over(cohort)
    if cohort.lab.state != Lab.State.LAUNCHED:
        text = _("Launch the lab before you add members.")
        raise DomainError(text, code="labs.lab_not_launched")
    _move_cohort(cohort, State.RECRUITING, actor, before={State.PLANNED})


@transaction.atomic
def start_cohort(cohort: Cohort, *, actor: User) -> None:
    """The cohort is on its way, in the first stage. It needs members and a facilitator."""
    _check_not_over(cohort)
    if not cohort.members.filter(state=Seat.ACTIVE).exists():
        raise DomainError(_("Add members first: a cohort starts with people."), code="labs.no_members")
    check_has_facilitator(cohort.lab_id)
    _move_cohort(cohort, State.RUNNING, actor, before={State.RECRUITING})
    StageRecord.objects.create(cohort=cohort, stage=cohort.stage, entered_at=timezone.now())


@transaction.atomic
def suspend_cohort(cohort: Cohort, *, actor: User, reason: str) -> None:
    """The cohort pauses; its stage and its members stay, and are told why."""
    told = [user for user in list_member_users(cohort) if user != actor]
    _move_cohort(cohort, State.SUSPENDED, actor, before={State.RUNNING}, reason=_required_reason(reason), notify=told)
    pause_reminders(cohort.group)


@transaction.atomic
def resume_cohort(cohort: Cohort, *, actor: User) -> None:
    """The paused cohort goes on where it was. It needs a facilitator, as it did at its start."""
    if cohort.state != State.SUSPENDED:
        raise DomainError(_("This cohort is not paused. Load the page again."), code="labs.cohort_not_suspended")
    check_has_facilitator(cohort.lab_id)
    _move_cohort(cohort, State.RUNNING, actor)
    renew_reminders(cohort.group)


@transaction.atomic
def cancel_cohort(cohort: Cohort, *, actor: User, reason: str) -> None:
    """The cohort has ended before its time, and its sessions to come with it; its members are told why."""
    reason, told, was = _required_reason(reason), list_users_with_place(cohort), cohort.state
    seats = cohort.members.filter(state__in=[Seat.ACTIVE, Seat.AWAITING_CONSENT]).values_list("pk", flat=True)
    # `reopen_cohort` brings these back.
    kept = {"was": was, "seats": list(seats)}
    _move_cohort(cohort, State.CANCELLED, actor, reason=reason, notify=told, kept=kept)
    call_off_sessions(cohort.group, actor=actor, reason=reason)
    _end_cohort(cohort, Seat.WITHDRAWN)
    withdraw_waiting(cohort, actor=actor)
    Cohort.objects.filter(pk=cohort.pk).update(places_taken=0)


@transaction.atomic
def complete_cohort(cohort: Cohort, *, actor: User) -> None:
    """The cohort has gone its way: in the fourth stage, its last gate open. Its members have completed it."""
    cohort = lock_row(cohort, "group")
    if cohort.stage != Stage.IMPLEMENTATION:
        raise DomainError(_not_in_last_stage_text(), code="labs.not_in_last_stage")
    lines = gate_of(cohort)
    _check_gate(lines)
    told = list_member_users(cohort)
    _move_cohort(cohort, State.COMPLETED, actor, notify=told, gate=snapshot_gate(lines))
    call_off_sessions(cohort.group, actor=actor, reason=_("The cohort is completed."))
    _end_cohort(cohort, Seat.COMPLETED)
    withdraw_waiting(cohort, actor=actor)


def describe_why_not_completed(cohort: Cohort) -> str:
    """Why the cohort cannot be completed now, in a sentence; "" when it can."""
    if cohort.is_over:
        return _("This cohort is over already. It cannot be completed.")
    if cohort.stage != Stage.IMPLEMENTATION:
        return _not_in_last_stage_text()
    if cohort.state != State.RUNNING:
        return _("Only a running cohort can be completed.")
    missing = [line for line in gate_of(cohort) if not line.passes]
    return _missing_text(missing) if missing else ""


def _not_in_last_stage_text() -> str:
    return _("You can complete a cohort only in stage 4.")


def _required_reason(reason: str) -> str:
    if count_seen(reason) < 3:
        raise DomainError(_("Give a reason."), code="labs.reason_needed")
    return tidy_signs(reason)


def _end_cohort(cohort: Cohort, to: str) -> None:
    """Nobody waits in a cohort that has ended, and its last stage is over."""
    now = timezone.now()
    # Nobody is asked into it by a mail that has not gone out yet.
    cancel_news(cohort, verbs.MEMBER_INVITED, verbs.MEMBER_ADDED)
    waiting = cohort.members.filter(state__in=[Seat.INVITED, Seat.AWAITING_CONSENT])
    waiting.update(state=Seat.WITHDRAWN, left_at=now, typed_name="")
    cohort.members.filter(state=Seat.ACTIVE).update(state=to, left_at=now)
    cohort.stages.filter(left_at=None).update(left_at=now)


# What is recorded where a cohort pauses or ends; every other move is one onwards.
STOPS = {
    State.SUSPENDED: verbs.COHORT_SUSPENDED,
    State.CANCELLED: verbs.COHORT_CANCELLED,
    State.COMPLETED: verbs.COHORT_COMPLETED,
}


def _check_not_over(cohort: Cohort) -> None:
    if cohort.is_over:
        raise DomainError(str(Cohort.ALREADY[cohort.state]), code="labs.cohort_over")


def _move_cohort(
    cohort: Cohort,
    to: str,
    actor: User,
    *,
    before: Container[str] | None = None,
    notify: Iterable[User] = (),
    **data: Any,
) -> None:
    cohort.move(to, before=before)
    state = in_all_languages(State(to).label)
    record(
        STOPS.get(State(to), verbs.COHORT_MOVED),
        cohort,
        actor=actor,
        notify=notify,
        title=cohort.name,
        state=state,
        **data,
    )


@transaction.atomic
def advance_cohort(cohort: Cohort, to: int, *, actor: User, seen: int | None = None, reason: str = "") -> Cohort:
    """The cohort is in stage `to`: one step forward with its gate open, or one back with a reason.

    `seen`: the stage that the person saw on the page; when another person moved the cohort meanwhile, Moved.
    """
    cohort = lock_row(cohort, "group")
    if seen is not None and seen != cohort.stage:
        text = _("This cohort was moved in the meantime: it is now in stage %(stage)s.") % {"stage": cohort.stage}
        raise Moved(text, code="labs.stage_moved_meanwhile")
    if cohort.state != State.RUNNING:
        raise DomainError(_("Start the cohort first: only a running cohort moves on."), code="labs.cohort_not_running")
    _check_step(cohort, to, reason)
    forward = to > cohort.stage
    lines = gate_of(cohort) if forward else []
    _check_gate(lines)
    move_along(cohort, "stage", Cohort.STAGE_MOVES, to)
    _enter_stage(cohort, lines, tidy_signs(reason))
    withdraw_outgrown(cohort, actor=actor)
    verb = verbs.STAGE_MOVED if forward else verbs.STAGE_RETURNED
    data = {"title": cohort.name, "stage": to, "stage_name": in_all_languages(Stage(to).label)}
    update_stage(cohort.group)
    told = [user for user in list_member_users(cohort) if user != actor]
    record(verb, cohort, actor=actor, notify=told, reason="" if forward else tidy_signs(reason), **data)
    return cohort


def _enter_stage(cohort: Cohort, lines: list[GateCondition], reason: str) -> None:
    now = timezone.now()
    cohort.stages.filter(left_at=None).update(left_at=now)
    StageRecord.objects.create(
        cohort=cohort, stage=cohort.stage, entered_at=now, gate=snapshot_gate(lines), reason=reason
    )


def _check_step(cohort: Cohort, to: int, reason: str) -> None:
    if to not in Stage.values or abs(to - cohort.stage) != 1:
        text = _("From stage %(now)s you can move a cohort only one stage forward or back.") % {"now": cohort.stage}
        raise DomainError(text, code="labs.stage_skipped")
    if to < cohort.stage and count_seen(reason) < 3:
        raise DomainError(_("Going back a stage needs a reason."), code="labs.reason_needed")


def _check_gate(lines: list[GateCondition]) -> None:
    missing = [line for line in lines if not line.passes]
    if missing:
        raise DomainError(_missing_text(missing), code="labs.stage_gate", rules=[line.rule.code for line in missing])


def _missing_text(missing: list[GateCondition]) -> str:
    return _("The cohort cannot move on yet. Still missing:%(missing)s") % {"missing": format_unmet_conditions(missing)}
