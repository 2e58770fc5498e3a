"""Labs: begun, seated, launched."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import end_role, grant_role
from cities.models import Role, Scope
from educities.activity.record import record
from educities.kit.errors import DomainError
from labs import verbs
from labs.gates import is_open, lab_gate
from labs.models import Lab, LabSeat
from stakeholders.models import Organisation, Profile

State = Lab.State


@transaction.atomic
def begin_lab(*, actor: Any, **fields: Any) -> Lab:
    """A lab gathers its people: a name, a question, perhaps a host. It is launched later."""
    lab = Lab.objects.create(**fields)
    lab.move(State.GATHERING)
    record(verbs.LAB_PROPOSED, lab, actor=actor, title=lab.name)
    return lab


@transaction.atomic
def change_lab(lab: Lab, *, actor: Any, **values: Any) -> Lab:
    """The given lines of the lab are changed."""
    if lab.state == State.CLOSED:
        raise DomainError(_("This lab is closed."), code="labs.lab_closed")
    changed = sorted(name for name, value in values.items() if getattr(lab, name) != value)
    for name in changed:
        setattr(lab, name, values[name])
    if changed:
        lab.save(update_fields=changed)
        record(verbs.LAB_CHANGED, lab, actor=actor, title=lab.name, lines=changed)
    return lab


@transaction.atomic
def seat_representative(lab: Lab, *, actor: Any, profile: Profile, organisation: Organisation) -> LabSeat:
    """The person speaks in the lab for the organisation; its sector is frozen on the seat. Twice is one seat."""
    if organisation.state in {Organisation.State.REJECTED, Organisation.State.ARCHIVED}:
        raise DomainError(_("This organisation is no longer in the lists."), code="labs.organisation_gone")
    if profile.is_minor:
        raise DomainError(_("A representative has to be a grown-up."), code="labs.representative_minor")
    seat, made = LabSeat.objects.get_or_create(
        lab=lab,
        profile=profile,
        role=LabSeat.Role.REPRESENTATIVE,
        defaults={"organisation": organisation, "sector": organisation.sector},
    )
    if made:
        record(verbs.SEAT_GIVEN, lab, actor=actor, notify=[profile.user], title=lab.name, sector=organisation.sector)
    return seat


@transaction.atomic
def seat_facilitator(lab: Lab, *, actor: Any, profile: Profile) -> LabSeat:
    """The person guides this lab's cohorts: a seat, and the facilitator's role over this lab."""
    if profile.user is None:
        text = _("A facilitator needs an account. Invite the person under “Roles” first.")
        raise DomainError(text, code="labs.facilitator_without_account")
    seat, made = LabSeat.objects.get_or_create(lab=lab, profile=profile, role=LabSeat.Role.FACILITATOR)
    grant_role(
        lab.city, profile.user, Role.FACILITATOR, actor=actor, scope_type=Scope.LAB, scope_id=lab.pk, quietly=True
    )
    if made:
        record(verbs.SEAT_GIVEN, lab, actor=actor, notify=[profile.user], title=lab.name, sector=None)
    return seat


@transaction.atomic
def free_seat(seat: LabSeat, *, actor: Any) -> None:
    """The seat is free again; a facilitator's role over this lab ends with it."""
    lab = seat.lab
    if seat.role == LabSeat.Role.FACILITATOR and seat.profile.user_id:
        held = lab.city.memberships.filter(
            user_id=seat.profile.user_id, role=Role.FACILITATOR, scope_type=Scope.LAB, scope_id=lab.pk
        )
        for membership in held:
            end_role(membership, actor=actor)
    seat.delete()
    record(verbs.SEAT_TAKEN_BACK, lab, actor=actor, title=lab.name)


@transaction.atomic
def launch_lab(lab: Lab, *, actor: Any) -> Lab:
    """The lab is launched. Raises DomainError that names the lines still missing."""
    lab = Lab.objects.select_for_update(no_key=True, of=["self"]).get(pk=lab.pk)
    lines = lab_gate(lab)
    if not is_open(lines):
        missing = [line for line in lines if not line.passes]
        text = _("The lab cannot be launched yet. %(missing)s") % {
            "missing": " ".join(f"{line.words}. {line.detail}" for line in missing)
        }
        raise DomainError(text, code="labs.launch_gate", rules=[line.rule.code for line in missing])
    lab.move(State.LAUNCHED, launched_at=timezone.now())
    people = [seat.profile.user for seat in lab.seats.select_related("profile__user")]
    record(verbs.LAB_LAUNCHED, lab, actor=actor, notify=people, title=lab.name)
    return lab
