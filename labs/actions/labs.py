"""Labs: begun, seated, launched."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.actions import end_role, grant_role, invite_person
from cities.actions.mailboxes import refuse_other_spelling
from cities.models import City, Invitation, Membership, Role, Scope
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from educities.kit.rows import apply_changes, is_same_row, lock_row
from educities.kit.states import describe_refused_move
from labs import verbs
from labs.actions.overrides import withdraw_outgrown, withdraw_waiting
from labs.models import Cohort, Lab, LabSeat
from labs.queries.ends import describe_why_closed
from labs.queries.facilitators import active_facilitators, is_running, locked_lab
from labs.queries.gates import format_unmet_conditions, lab_gate
from stakeholders.actions.people import check_profile
from stakeholders.models import Organisation, Profile, Representation
from stakeholders.queries import find_profile

State = Lab.State


@transaction.atomic
def begin_lab(*, actor: User, **fields: Any) -> Lab:
    """A lab gathers its people: a name, a question, perhaps a host. It is launched later. Two of one name are one."""
    twin = Lab.objects.filter(state=State.GATHERING, name=fields["name"]).first()
    if twin:
        if not is_same_row(twin, fields):
            text = _("A lab of this name gathers its people already. Change that one, or choose another name.")
            raise DomainError(text, code="labs.lab_named_so", field="name")
        return twin
    lab = Lab.objects.create(**fields)
    lab.move(State.GATHERING)
    record(verbs.LAB_PROPOSED, lab, actor=actor, title=lab.name)
    return lab


@transaction.atomic
def change_lab(lab: Lab, *, actor: User, **values: Any) -> Lab:
    """The given lines of the lab are changed."""
    if refusal := describe_why_closed(lab):
        raise DomainError(refusal, code="labs.lab_closed")
    changed = apply_changes(lab, values)
    if changed:
        lab.save(update_fields=changed)
        record(verbs.LAB_CHANGED, lab, actor=actor, title=lab.name, changed=changed)
    return lab


def _lock_open_lab(lab: Lab) -> Lab:
    lab = lock_row(lab)
    if refusal := describe_why_closed(lab):
        raise DomainError(refusal, code="labs.lab_closed")
    return lab


@transaction.atomic
def seat_representative(lab: Lab, *, actor: User, profile: Profile, organisation: Organisation) -> LabSeat:
    """The person speaks in the lab for the organisation; its sector is frozen on the seat. Twice is one seat."""
    lab = _lock_open_lab(lab)
    if organisation.state in {Organisation.State.REJECTED, Organisation.State.ARCHIVED}:
        raise DomainError(_("This organisation is no longer in the lists."), code="labs.organisation_gone")
    if profile.is_minor:
        raise DomainError(_("A representative must be 18 or over."), code="labs.representative_minor")
    check_profile(profile)
    seat, made = LabSeat.objects.get_or_create(
        lab=lab,
        profile=profile,
        role=LabSeat.Role.REPRESENTATIVE,
        defaults={"organisation": organisation, "sector": organisation.sector},
    )
    if made:
        told = [profile.user] if profile.user_id != getattr(actor, "pk", None) else []
        about = {"title": lab.name, "sector": organisation.sector, "person": profile.pk}
        record(verbs.SEAT_GIVEN, lab, actor=actor, notify=told, **about)
    elif seat.organisation_id != organisation.pk:
        text = _("This person already has a seat here, for %(name)s. Remove that seat first.")
        raise DomainError(text % {"name": seat.organisation}, code="labs.seated_for_another")
    return seat


@transaction.atomic
def seat_facilitator(lab: Lab, *, actor: User, profile: Profile) -> LabSeat:
    """The person guides this lab's cohorts: a seat, and the facilitator's role over this lab."""
    lab = _lock_open_lab(lab)
    if profile.user is None:
        text = _("A facilitator needs an account. Invite the person by email.")
        raise DomainError(text, code="labs.facilitator_without_account")
    if profile.is_minor:
        raise DomainError(_("A facilitator must be 18 or over."), code="labs.facilitator_minor")
    check_profile(profile)
    seat, made = LabSeat.objects.get_or_create(lab=lab, profile=profile, role=LabSeat.Role.FACILITATOR)
    if made:
        refuse_other_spelling(lab.city, profile.user.email)
        grant_role(
            lab.city, profile.user, Role.FACILITATOR, actor=actor, scope_type=Scope.LAB, scope_id=lab.pk, quietly=True
        )
        told = [profile.user] if profile.user_id != getattr(actor, "pk", None) else []
        record(verbs.SEAT_GIVEN, lab, actor=actor, notify=told, title=lab.name, sector=None, person=profile.pk)
    return seat


@transaction.atomic
def invite_facilitator(lab: Lab, *, actor: User, email: str, display_name: str, language: str = "") -> Invitation:
    """A person without a place in the city is asked by mail; the seat is theirs once they accept."""
    lab = _lock_open_lab(lab)
    return invite_person(
        lab.city,
        actor=actor,
        email=email,
        display_name=display_name,
        language=language,
        role=Role.FACILITATOR,
        scope_type=Scope.LAB,
        scope_id=lab.pk,
    )


def create_seat_after_invitation(city: City, user: User, invitation: Invitation) -> None:
    """Who accepted an invitation to guide a lab has the seat there; other invitations are no matter of labs."""
    if invitation.role != Role.FACILITATOR or invitation.scope_type != Scope.LAB:
        return
    lab = Lab.objects.filter(pk=invitation.scope_id).exclude(state=State.CLOSED).first()
    profile = find_profile(user)
    if lab and profile:
        seat_facilitator(lab, actor=invitation.invited_by, profile=profile)


@transaction.atomic
def remove_seat(seat: LabSeat, *, actor: User, reason: str = "") -> None:
    """The seat is free again, and the person reads why; a facilitator's role over this lab ends with it.

    A running cohort keeps its last facilitator.
    """
    lab = locked_lab(seat.lab_id)
    if refusal := describe_why_seat_stays(seat):
        raise DomainError(refusal, code="labs.last_facilitator")
    if seat.role == LabSeat.Role.FACILITATOR:
        _end_role(seat, actor, reason)
    seat.delete()
    told = [] if seat.profile.user == actor else [seat.profile.user]
    about: dict[str, Any] = {"title": lab.name, "person": seat.profile_id}
    record(verbs.SEAT_TAKEN_BACK, lab, actor=actor, notify=told, url="", reason=reason, **about)


def describe_why_seat_stays(seat: LabSeat) -> str:
    """Why nobody can take the person from this seat now, in a sentence; "" when they can."""
    if seat.role != LabSeat.Role.FACILITATOR or not is_running(seat.lab):
        return ""
    if active_facilitators(seat.lab).exclude(pk=seat.pk).exists():
        return ""
    return _("A cohort of this lab is running. Give another facilitator a seat first.")


def find_lab_roles(seat: LabSeat) -> QuerySet[Membership]:
    """The facilitator's role over this lab alone, which ends with the seat."""
    held: QuerySet[Membership] = Membership.objects.current().filter(city_id=seat.city_id, role=Role.FACILITATOR)
    return held.filter(user_id=seat.profile.user_id, scope_type=Scope.LAB, scope_id=seat.lab_id)


def leave_labs(profile: Profile) -> None:
    """Who is known as under 18 from now on has no seat in a lab, which is an adult's, and guides none; places in cohorts stay
    as they may."""
    for seat in LabSeat.objects.filter(profile=profile).select_related("profile"):
        for membership in find_lab_roles(seat):
            end_role(membership, actor=None, quietly=True)
        seat.delete()


def _end_role(seat: LabSeat, actor: User, reason: str) -> None:
    for membership in find_lab_roles(seat):
        # One word about it is enough: the seat's.
        end_role(membership, actor=actor, reason=reason, quietly=True)


@transaction.atomic
def launch_lab(lab: Lab, *, actor: User) -> Lab:
    """The lab is launched. Raises DomainError that names the lines still missing."""
    lab = _lock_open_lab(lab)
    _check_gate(lab)
    lab.move(State.LAUNCHED, launched_at=timezone.now())
    withdraw_outgrown(lab, actor=actor)
    people = [seat.profile.user for seat in lab.seats.select_related("profile__user")]
    record(verbs.LAB_LAUNCHED, lab, actor=actor, notify=people, title=lab.name)
    return lab


def _check_gate(lab: Lab) -> None:
    missing = [line for line in lab_gate(lab) if not line.passes]
    if missing:
        text = _("The lab cannot be launched yet.%(missing)s") % {"missing": format_unmet_conditions(missing)}
        raise DomainError(text, code="labs.launch_gate", rules=[line.rule.code for line in missing])


@transaction.atomic
def pause_lab(lab: Lab, *, actor: User, reason: str) -> None:
    """The launched lab rests; its cohorts keep what they have. Whoever sits in it reads why."""
    _no_running_cohort(lab)
    if refusal := describe_why_not_paused(lab):
        raise DomainError(refusal, code="labs.lab_not_paused")
    lab.move(State.DORMANT)
    record(verbs.LAB_RESTED, lab, actor=actor, notify=list_seated_users(lab, but=actor), title=lab.name, reason=reason)


def describe_why_not_paused(lab: Lab) -> str:
    """Why the lab cannot be paused now, in a sentence; "" when it can. Reopening leads to the same state from elsewhere."""
    if lab.state in {State.DRAFT, State.GATHERING}:
        return _("This lab is not launched yet, so it cannot be paused.")
    return describe_why_closed(lab) or describe_refused_move(lab, State.DORMANT)


@transaction.atomic
def resume_lab(lab: Lab, *, actor: User) -> None:
    """The resting lab works again: its launch gate is asked anew."""
    if refusal := describe_why_closed(lab):
        raise DomainError(refusal, code="labs.lab_closed")
    if lab.state != State.DORMANT:
        raise DomainError(_("This lab is not paused. Load the page again."), code="labs.lab_not_dormant")
    _check_gate(locked_lab(lab.pk))
    lab.move(State.LAUNCHED)
    record(verbs.LAB_WOKEN, lab, actor=actor, title=lab.name)


@transaction.atomic
def close_lab(lab: Lab, *, actor: User, reason: str) -> None:
    """The lab has ended for good; whoever sits in it reads why. Refused while a cohort is on its way."""
    _no_running_cohort(lab)
    lab.move(State.CLOSED)
    withdraw_waiting(lab, actor=actor)
    record(verbs.LAB_CLOSED, lab, actor=actor, notify=list_seated_users(lab, but=actor), title=lab.name, reason=reason)


def list_seated_users(lab: Lab, *, but: User | None = None, role: str = "") -> list[User]:
    """The accounts of whoever has a seat in the lab, without `but`; of one role alone when it is given."""
    seats = lab.seats.filter(role=role) if role else lab.seats.all()
    users = {seat.profile.user for seat in seats.select_related("profile__user") if seat.profile.user}
    return [user for user in users if user != but]


def _no_running_cohort(lab: Lab) -> None:
    Lab.objects.select_for_update(no_key=True, of=["self"]).get(pk=lab.pk)
    if blocker := describe_running_cohorts(lab):
        raise DomainError(blocker, code="labs.lab_has_cohorts")


def describe_running_cohorts(lab: Lab) -> str:
    """Why the lab neither rests nor ends now, in a sentence; nothing when no cohort is on its way."""
    if lab.cohorts.exclude(state__in=[Cohort.State.COMPLETED, Cohort.State.CANCELLED]).exists():
        return _("A cohort of this lab is still on its way. Complete or cancel it first.")
    return ""


def list_archive_effects(organisation: Organisation) -> list[str]:
    """What an organisation's archiving changes in labs, in sentences."""
    seats = LabSeat.objects.filter(organisation=organisation).exclude(lab__state=State.CLOSED).select_related("lab")
    text = _("It has a seat in the lab “%(name)s”. The seat no longer counts for its sector.")
    return [text % {"name": lab} for lab in sorted({seat.lab for seat in seats}, key=lambda lab: lab.pk)]


def list_archive_readers(organisation: Organisation) -> list[User]:
    """Who guides the labs in which the organisation sits."""
    labs = Lab.objects.filter(seats__organisation=organisation).exclude(state=State.CLOSED).distinct()
    return [user for lab in labs for user in list_seated_users(lab, role=LabSeat.Role.FACILITATOR)]


def list_representation_effects(representation: Representation) -> list[str]:
    """What the end of a representation changes in labs, in sentences."""
    seats = LabSeat.objects.filter(profile=representation.profile_id, organisation=representation.organisation_id)
    text = _("The person has a seat for it in the lab “%(name)s”. The seat no longer counts for its sector.")
    return [text % {"name": seat.lab} for seat in seats.exclude(lab__state=State.CLOSED).select_related("lab")]


def archive_blocker(organisation: Organisation) -> str:
    """What stands against archiving the organisation: labs that it hosts; or ""."""
    hosted = Lab.objects.filter(host=organisation).exclude(state=State.CLOSED).order_by("pk")
    names = join_localised([_("“%(words)s”") % {"words": lab} for lab in hosted])
    text = ngettext(
        "It hosts the lab %(names)s. Choose another host organisation for the lab first.",
        "It hosts the labs %(names)s. Choose another host organisation for each of them first.",
        len(hosted),
    )
    return text % {"names": names} if hosted else ""
