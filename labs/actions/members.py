"""The people of a cohort: asked, seated, gone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Membership, Role, Scope
from cities.rules.roles import forget_roles
from consents.queries import has_consent
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.signs import count_seen, tidy_signs
from educities.kit.states import describe_refused_move
from labs import verbs
from labs.actions.place_answers import describe_seat, tell_leaders
from labs.models import Cohort, CohortMember, LabSeat
from meetings.actions.sessions import cancel_invitations
from stakeholders.actions import add_person, person_of_address
from stakeholders.actions.people import check_all_there, check_still_there
from stakeholders.models import Organisation, Profile
from stakeholders.queries import find_profile

State, Seat = Cohort.State, CohortMember.State
TAKEN = CohortMember.HOLDS_PLACE
# The same new name within this time is the same form sent twice, not a namesake.
SENT_TWICE = timedelta(minutes=1)


@transaction.atomic
def add_member(
    cohort: Cohort,
    *,
    actor: User,
    profile: Profile | None = None,
    display_name: str = "",
    email: str = "",
    language: str = "",
    organisation: Organisation | None = None,
    sector: int | None = None,
    role: str = CohortMember.Role.MEMBER,
    agreed: bool = True,
) -> CohortMember:
    """The person has a place in the cohort; the sector is frozen on it. The same person twice is one place.

    `language`: in which a new person is written to; without one, the city's.

    Without `profile`: a new person by name, with an account when a mail address is given, else kept by the actor.
    `agreed=False`: the person is asked first, which needs an account. A minor waits for the guardian's consent; one
    whose address was typed says yes by itself, whatever others say, and bears until then the name that was typed.
    A full cohort raises DomainError, however many ask at once; so does a profile whose person has left, or that was
    merged meanwhile.
    """
    if profile is not None:
        check_still_there(profile)
    cohort = _lock_open_cohort(cohort)
    sector = organisation.sector if organisation else sector
    if sector is None:
        raise DomainError(_("Choose the sector of the seat."), code="labs.sector_needed")
    typed_name = "" if profile or not email else display_name or _("Resident")
    profile = profile or _find_or_create_person(cohort, display_name, email, language, actor)
    seated = cohort.members.filter(profile=profile, state__in=TAKEN).first()
    if seated:
        return seated
    _take_place(cohort)
    said: dict[str, Any] = {"sector": sector, "role": role, "typed_name": typed_name}
    said["entered_by"] = actor if profile.user_id is None else None
    seat = CohortMember.objects.create(cohort=cohort, profile=profile, organisation=organisation, **said)
    if (agreed or profile.user_id is None) and not seat.awaits_own_answer and _may_take_part(profile):
        _activate_seat(seat)
    verb = verbs.MEMBER_ADDED if seat.state == Seat.ACTIVE else verbs.MEMBER_INVITED
    told = [profile.user] if profile.user_id != getattr(actor, "pk", None) else []
    record(verb, cohort, actor=actor, notify=told, **describe_seat(seat))
    return seat


def _lock_open_cohort(cohort: Cohort) -> Cohort:
    found: Cohort = Cohort.objects.select_for_update(no_key=True, of=["self"]).get(pk=cohort.pk)
    if found.state not in {State.RECRUITING, State.RUNNING}:
        text = _("This cohort takes no members now. Open it for members first.")
        raise DomainError(text, code="labs.cohort_takes_no_members")
    return found


class NewMember(NamedTuple):
    """Whom `add_members` gives a place: name, address, who it is in the city, and a sector of their own."""

    display_name: str
    email: str = ""
    profile: Profile | None = None
    sector: int | None = None


@transaction.atomic
def add_members(cohort: Cohort, *, actor: User, people: Iterable[NewMember], **about: Any) -> list[CohortMember]:
    """Each of these people has a place in the cohort, all of them or none.

    `about`: what `add_member` takes besides the person, the same for all; a person of another sector than the
    organisation's does not sit for it.
    In the order of the addresses: two cohorts that get the same new people at once, from lists in another order, would
    wait for each other's accounts.
    """
    people = list(people)
    check_all_there(person.profile for person in people if person.profile is not None)
    in_order = sorted(people, key=lambda person: (not person.email, person.email))
    return [
        add_member(cohort, actor=actor, **{**about, **_own_seat(person, about.get("organisation"))})
        for person in in_order
    ]


def _own_seat(person: NewMember, organisation: Organisation | None) -> dict[str, Any]:
    """What is this person's own among what `add_member` takes."""
    own = {"display_name": person.display_name, "email": person.email, "profile": person.profile}
    if person.sector is None:
        return own
    is_theirs = organisation is not None and organisation.sector == person.sector
    return {**own, "sector": person.sector, "organisation": organisation if is_theirs else None}


def _find_or_create_person(cohort: Cohort, display_name: str, email: str, language: str, actor: User) -> Profile:
    """Who is meant: the person of that address, the one just written down, or a new one."""
    language = language or cohort.city.language
    if email:
        return person_of_address(email, display_name=display_name, language=language, actor=actor)
    just_now = cohort.members.filter(state__in=TAKEN, joined_at__gte=timezone.now() - SENT_TWICE, profile__user=None)
    twin = just_now.filter(profile__display_name=display_name).select_related("profile").first()
    if twin:
        return twin.profile
    return add_person(display_name=display_name, actor=actor, managed_by=find_profile(actor), language=language)


def _take_place(cohort: Cohort) -> None:
    """One place less, in one UPDATE: of forty at once, only as many come through as there are places."""
    free = Cohort.objects.filter(pk=cohort.pk, places_taken__lt=F("capacity"))
    if not free.update(places_taken=F("places_taken") + 1):
        text = ngettext(
            "The only place is taken, or kept for someone. Raise the number of places, or plan a further cohort.",
            "All %(n)s places are taken, or kept for someone. Raise the number of places, or plan a further cohort.",
            cohort.capacity,
        )
        raise DomainError(text % {"n": cohort.capacity}, code="labs.cohort_full")


def _activate_seat(seat: CohortMember) -> None:
    """An active member belongs to the city."""
    seat.move(Seat.ACTIVE, typed_name="")
    user = seat.profile.user
    if user is not None:
        Membership.objects.get_or_create(
            user=user, city_id=seat.city_id, role=Role.RESIDENT, scope_type=Scope.CITY, scope_id=None
        )
        forget_roles(user)


@transaction.atomic
def accept_seat(seat: CohortMember, *, actor: User) -> None:
    """The invited person is a member. A minor needs the guardian's consent first.

    Raises DomainError where somebody else says yes for a minor whose address was typed.
    """
    if seat.awaits_own_answer and seat.profile.user_id != getattr(actor, "pk", None):
        text = _("Only the person can accept this place: on the page that our email leads to.")
        raise DomainError(text, code="labs.accepts_alone")
    if not _may_take_part(seat.profile):
        text = _("A guardian’s consent is needed first.")
        raise DomainError(text, code="labs.consent_needed")
    _activate_seat(seat)
    is_own = seat.profile.user_id == getattr(actor, "pk", None)
    told = [] if is_own else [seat.profile.user]
    record(verbs.MEMBER_ADDED, seat.cohort, actor=actor, notify=told, **describe_seat(seat))
    if is_own:
        tell_leaders(verbs.PLACE_ACCEPTED, seat, actor)


def describe_why_not_left(seat: CohortMember) -> str:
    """Why the person cannot leave the cohort now, in a sentence; "" for whoever is in or asked."""
    return describe_refused_move(seat, Seat.WITHDRAWN)


@transaction.atomic
def leave_cohort(seat: CohortMember, *, actor: User | None) -> None:
    """The person is out and the place is free again; the person hears of it, where somebody else wrote it down.

    What the person says, a no to the place too, those who lead the cohort and who invited read; so they do where somebody
    leaves the city or a guardian closes the account (`actor`: None), without a name.
    """
    was_asked = seat.state == Seat.INVITED
    is_own = actor is not None and seat.profile.user_id == actor.pk
    is_by_team = actor is not None and not is_own
    _free_seat(seat, Seat.WITHDRAWN, has_declined=was_asked and is_own)
    if was_asked and not is_by_team:
        tell_leaders(verbs.PLACE_DECLINED, seat, actor)
        return
    told = _list_leaving_readers(seat, actor)
    record(verbs.MEMBER_LEFT, seat.cohort, actor=actor, notify=told, url="", **describe_seat(seat))
    if not is_by_team:
        tell_leaders(verbs.PLACE_GIVEN_UP, seat, actor)


def _list_leaving_readers(seat: CohortMember, actor: User | None) -> list[User]:
    user = seat.profile.user
    return [user] if actor is not None and user is not None and user != actor else []


def refuse_seat(profile: Profile, number: int, actor: User) -> None:
    """The seat that somebody wrote down for the person is given up, by the person's own word."""
    leave_cohort(
        CohortMember.objects.select_related("cohort", "profile__user").get(profile=profile, pk=number), actor=actor
    )


def leave_cohorts(profile: Profile, keep_texts: bool) -> None:
    """The person is out of every cohort and has no seat in a lab; which seats there were stays, without a name."""
    for seat in CohortMember.objects.filter(profile=profile, state__in=TAKEN):
        leave_cohort(seat, actor=None)
    CohortMember.objects.filter(profile=profile).update(typed_name="", has_declined=False)
    LabSeat.objects.filter(profile=profile).delete()


@transaction.atomic
def remove_member(seat: CohortMember, *, actor: User, reason: str) -> None:
    """An active member is out for a reason, which stands in the record and is told to the person; the place is free again."""
    if count_seen(reason) < 3:
        raise DomainError(_("Give a reason."), code="labs.reason_needed")
    _free_seat(seat, Seat.REMOVED)
    record(
        verbs.MEMBER_REMOVED,
        seat.cohort,
        actor=actor,
        notify=[seat.profile.user],
        url="",
        reason=tidy_signs(reason),
        **describe_seat(seat),
    )


def update_seats(profile: Profile, purpose: str, given: bool) -> None:
    """A consent of this person changed: its seats rest without the one to taking part, and are active again with it."""
    if purpose == "lab":
        (resume_seats if given else suspend_seats)(profile)


def restore_seat(seat: CohortMember) -> None:
    """The seat that ended with its cohort is there again; a minor's waits where the consent is gone meanwhile."""
    seat.move(Seat.AWAITING_CONSENT, left_at=None)
    if _may_take_part(seat.profile):
        _activate_seat(seat)


@transaction.atomic
def suspend_seats(profile: Profile) -> None:
    """No seat of a minor without consent to taking part is active; the places are kept, unsent invitations are not sent."""
    if _may_take_part(profile):
        return
    for seat in _seats_of(profile, Seat.ACTIVE):
        seat.move(Seat.AWAITING_CONSENT)
        cancel_invitations(seat.cohort.group, seat.profile.user)
        _record_seat(verbs.MEMBER_RESTED, seat)


@transaction.atomic
def resume_seats(profile: Profile) -> None:
    """The seats that waited for consent are active again."""
    if not _may_take_part(profile):
        return
    for seat in _seats_of(profile, Seat.AWAITING_CONSENT):
        _activate_seat(seat)
        _record_seat(verbs.MEMBER_RESUMED, seat)


def _may_take_part(profile: Profile) -> bool:
    """Does the consent to taking part hold, or is none needed?

    The minor's row is locked to the end of the transaction: a seat that becomes active at the moment in which the consent
    is withdrawn is either seen by the withdrawal, or sees it.
    """
    if not profile.needs_guardian:
        return True
    minor = Profile.objects.select_for_update(no_key=True, of=["self"]).select_related("city").get(pk=profile.pk)
    return has_consent(minor, "lab")


def _seats_of(profile: Profile, state: str) -> list[CohortMember]:
    rows = CohortMember.objects.filter(profile=profile, state=state).order_by("cohort_id")
    return list(rows.select_related("cohort", "profile__user"))


def _record_seat(verb: Verb, seat: CohortMember) -> None:
    record(verb, seat.cohort, actor=None, title=seat.cohort.name, sector=seat.sector, person=seat.profile_id)


def _free_seat(seat: CohortMember, to: str, *, has_declined: bool = False) -> None:
    seat.move(to, left_at=timezone.now(), typed_name="", has_declined=has_declined)
    if seat.profile.user is not None:
        cancel_news(seat.cohort, verbs.MEMBER_INVITED, verbs.MEMBER_ADDED, user=seat.profile.user)
    Cohort.objects.filter(pk=seat.cohort_id, places_taken__gt=0).update(places_taken=F("places_taken") - 1)
