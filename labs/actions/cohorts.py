"""Cohorts: planned, filled, moved from stage to stage."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.actions import has_consent
from educities.activity.record import record
from educities.kit.errors import DomainError, Moved
from educities.kit.states import move_along
from educities.kit.words import everywhere
from labs import verbs
from labs.gates import gate_of, snapshot
from labs.models import Cohort, CohortMember, Lab, StageRecord
from labs.models.cohorts import Stage
from stakeholders.actions import add_person
from stakeholders.models import Organisation, Profile

State, Seat = Cohort.State, CohortMember.State
TAKEN = (Seat.INVITED, Seat.ACTIVE)


@transaction.atomic
def plan_cohort(lab: Lab, *, actor: Any, **fields: Any) -> Cohort:
    """A cohort of the lab stands, numbered after the last one."""
    Lab.objects.select_for_update(no_key=True, of=["self"]).get(pk=lab.pk)
    if lab.state == Lab.State.CLOSED:
        raise DomainError(_("This lab is closed."), code="labs.lab_closed")
    number = (lab.cohorts.aggregate(n=Max("number"))["n"] or 0) + 1
    cohort = Cohort.objects.create(lab=lab, number=number, **fields)
    record(verbs.COHORT_CREATED, cohort, actor=actor, title=cohort.name, lab=lab.pk)
    return cohort


@transaction.atomic
def change_cohort(cohort: Cohort, *, actor: Any, **values: Any) -> Cohort:
    """The given lines of the cohort are changed. Fewer places than people is refused."""
    now = Cohort.objects.select_for_update(no_key=True, of=["self"]).get(pk=cohort.pk)
    if values.get("capacity", now.capacity) < now.places_taken:
        text = _("%(n)s people are in already: there cannot be fewer places.") % {"n": now.places_taken}
        raise DomainError(text, code="labs.capacity_below_members")
    changed = sorted(name for name, value in values.items() if getattr(now, name) != value)
    for name in changed:
        setattr(now, name, values[name])
    if changed:
        now.save(update_fields=changed)
        record(verbs.COHORT_CHANGED, now, actor=actor, title=now.name, lines=changed)
    return now


@transaction.atomic
def open_cohort(cohort: Cohort, *, actor: Any) -> None:
    """The cohort takes members. Its lab has to be launched."""
    if cohort.lab.state != Lab.State.LAUNCHED:
        text = _("Launch the lab first: a cohort takes members in a launched lab.")
        raise DomainError(text, code="labs.lab_not_launched")
    _move(cohort, State.RECRUITING, actor)


@transaction.atomic
def start_cohort(cohort: Cohort, *, actor: Any) -> None:
    """The cohort is on its way, in the first stage. It needs at least one member."""
    if not cohort.members.filter(state=Seat.ACTIVE).exists():
        raise DomainError(_("Add members first: a cohort starts with people."), code="labs.no_members")
    _move(cohort, State.RUNNING, actor)
    if not cohort.stages.filter(left_at=None).exists():
        StageRecord.objects.create(cohort=cohort, stage=cohort.stage, entered_at=timezone.now())


@transaction.atomic
def move_cohort(cohort: Cohort, to: str, *, actor: Any) -> None:
    """The cohort is suspended, taken up again, cancelled, or completed (in the fourth stage, its gate open)."""
    if to == State.RECRUITING:
        return open_cohort(cohort, actor=actor)
    if to == State.RUNNING and cohort.state == State.RECRUITING:
        return start_cohort(cohort, actor=actor)
    if to == State.COMPLETED:
        _check_complete(cohort)
        cohort.members.filter(state=Seat.ACTIVE).update(state=Seat.COMPLETED)
    _move(cohort, to, actor)
    if to in {State.COMPLETED, State.CANCELLED}:
        cohort.stages.filter(left_at=None).update(left_at=timezone.now())
    return None


def _check_complete(cohort: Cohort) -> None:
    if cohort.stage != Stage.IMPLEMENTATION:
        raise DomainError(_("A cohort completes in the fourth stage."), code="labs.not_in_last_stage")
    _check_gate(cohort)


def _move(cohort: Cohort, to: str, actor: Any) -> None:
    cohort.move(to)
    record(verbs.COHORT_MOVED, cohort, actor=actor, title=cohort.name, state=everywhere(State(to).label))


@transaction.atomic
def advance_cohort(cohort: Cohort, to: int, *, actor: Any, seen: int | None = None, reason: str = "") -> Cohort:
    """The cohort is in stage `to`: one step forward with its gate open, or one back with a reason.

    `seen`: the stage that the person saw on the page; when another person moved the cohort meanwhile, Moved.
    """
    cohort = Cohort.objects.select_for_update(no_key=True, of=["self"]).get(pk=cohort.pk)
    if seen is not None and seen != cohort.stage:
        text = _("Somebody else moved this cohort meanwhile: it is in stage %(stage)s now.") % {"stage": cohort.stage}
        raise Moved(text, code="labs.stage_moved_meanwhile")
    if cohort.state != State.RUNNING:
        raise DomainError(_("Start the cohort first: only a running cohort moves on."), code="labs.cohort_not_running")
    _check_step(cohort, to, reason)
    lines = gate_of(cohort) if to > cohort.stage else []
    if lines:
        _check_gate(cohort, lines)
    back = to < cohort.stage
    move_along(cohort, "stage", Cohort.STAGE_MOVES, to)
    now = timezone.now()
    cohort.stages.filter(left_at=None).update(left_at=now)
    StageRecord.objects.create(cohort=cohort, stage=to, entered_at=now, gate=snapshot(lines), reason=reason)
    record(
        verbs.STAGE_RETURNED if back else verbs.STAGE_MOVED,
        cohort,
        actor=actor,
        notify=_members(cohort),
        title=cohort.name,
        stage=to,
        stage_name=everywhere(Stage(to).label),
        reason=reason,
    )
    return cohort


def _check_step(cohort: Cohort, to: int, reason: str) -> None:
    if to not in Stage.values or abs(to - cohort.stage) != 1:
        text = _("From stage %(now)s a cohort goes one step forward or one back, never further.") % {"now": cohort.stage}
        raise DomainError(text, code="labs.stage_skipped")
    if to < cohort.stage and len(reason.strip()) < 3:
        raise DomainError(_("Going back a stage needs a reason."), code="labs.reason_needed")


def _check_gate(cohort: Cohort, lines: Any = None) -> None:
    lines = gate_of(cohort) if lines is None else lines
    missing = [line for line in lines if not line.passes]
    if missing:
        text = _("Not yet. %(missing)s") % {
            "missing": " ".join(f"{line.words}: {line.detail}." for line in missing)
        }
        raise DomainError(text, code="labs.stage_gate", rules=[line.rule.code for line in missing])


def _members(cohort: Cohort) -> list[Any]:
    return [m.profile.user for m in cohort.members.filter(state=Seat.ACTIVE).select_related("profile__user")]


@transaction.atomic
def add_member(  # noqa: PLR0913 (the form has these lines)
    cohort: Cohort,
    *,
    actor: Any,
    profile: Profile | None = None,
    display_name: str = "",
    organisation: Organisation | None = None,
    sector: int | None = None,
    role: str = CohortMember.Role.MEMBER,
    agreed: bool = True,
) -> CohortMember:
    """The person has a place in the cohort; the sector is frozen on it. The same person twice is one place.

    `agreed=False`: the person is asked first. A full cohort raises DomainError, however many ask at once.
    """
    if cohort.state not in {State.RECRUITING, State.RUNNING}:
        text = _("This cohort takes no members now. Open it for members first.")
        raise DomainError(text, code="labs.cohort_takes_no_members")
    sector = organisation.sector if organisation else sector
    if sector is None:
        raise DomainError(_("Choose the sector of the seat."), code="labs.sector_needed")
    if profile is None:
        profile = add_person(display_name=display_name, actor=actor, language=cohort.city.language)
    seat = CohortMember.objects.filter(cohort=cohort, profile=profile).first()
    if seat and seat.state in TAKEN:
        return seat
    _take_place(cohort)
    values = {"organisation": organisation, "sector": sector, "role": role, "state": Seat.INVITED}
    seat, _made = CohortMember.objects.update_or_create(cohort=cohort, profile=profile, defaults=values)
    if agreed and has_consent(profile, "lab"):
        seat.move(Seat.ACTIVE)
    verb = verbs.MEMBER_ADDED if seat.state == Seat.ACTIVE else verbs.MEMBER_INVITED
    record(verb, cohort, actor=actor, notify=[profile.user], title=cohort.name, sector=sector)
    return seat


def _take_place(cohort: Cohort) -> None:
    """One place less, in one UPDATE: of forty at once, only as many come through as there are places."""
    free = Cohort.objects.filter(pk=cohort.pk, places_taken__lt=F("capacity"))
    if not free.update(places_taken=F("places_taken") + 1):
        text = _("All %(n)s places are taken. Raise the number of places, or plan a further cohort.")
        raise DomainError(text % {"n": cohort.capacity}, code="labs.cohort_full")


@transaction.atomic
def accept_seat(seat: CohortMember, *, actor: Any) -> None:
    """The invited person is a member. A minor needs the guardian's consent first."""
    if not has_consent(seat.profile, "lab"):
        text = _("A guardian’s consent is needed first.")
        raise DomainError(text, code="labs.consent_needed")
    seat.move(Seat.ACTIVE)
    record(verbs.MEMBER_ADDED, seat.cohort, actor=actor, title=seat.cohort.name, sector=seat.sector)


@transaction.atomic
def leave_cohort(seat: CohortMember, *, actor: Any) -> None:
    """The place is free again."""
    seat.move(Seat.WITHDRAWN)
    Cohort.objects.filter(pk=seat.cohort_id, places_taken__gt=0).update(places_taken=F("places_taken") - 1)
    record(verbs.MEMBER_LEFT, seat.cohort, actor=actor, title=seat.cohort.name, sector=seat.sector)
