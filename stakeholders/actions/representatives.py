"""Who speaks for an organisation."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from cities.rules.roles import forget_roles
from educities.accounts.actions import find_account
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.rows import Changes, apply_changes
from stakeholders import verbs
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.organisations import activate_organisation, directors_of
from stakeholders.actions.people import build_refusal, person_of_address
from stakeholders.models import Organisation, Profile, Representation
from stakeholders.rules import forget_represented

RepresentationEffects = Callable[[Representation], list[str]]
REPRESENTATION_EFFECTS: Hook[RepresentationEffects] = Hook(
    "stakeholders.representation_effects",
    "Asked on the page before a representation ends: (representation) -> what hangs on it, in sentences.",
)


@transaction.atomic
def appoint_representative(
    organisation: Organisation,
    *,
    actor: User,
    email: str,
    display_name: str,
    title: str = "",
    may_commit: bool = True,
    may_manage: bool = False,
    language: str = "",
    ends_on: date | None = None,
) -> Representation:
    """A person is asked to speak for the organisation and gets a mail; it counts once they accept.

    A person without an account gets one that opens by a mailed code. Asking twice leaves one line; whose time was over
    accepts anew, and who has accepted is told what changes. From `ends_on` it no longer counts. Raises DomainError for a
    minor, in words that do not tell the age.
    """
    _check_end(organisation, ends_on)
    # Who archives it, or undoes the file that it came with, waits until the line stands, or is waited for.
    state = (
        Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).values_list("state", flat=True)
    )
    if state.first() in {None, Organisation.State.REJECTED, Organisation.State.ARCHIVED}:
        raise DomainError(_("This organisation is no longer in the lists."), code="stakeholders.organisation_gone")
    language = language or organisation.city.language
    profile = person_of_address(email, display_name=display_name, language=language, actor=actor)
    if profile.is_minor or profile.user is None:
        raise _build_refusal(organisation, profile)
    asked = {"title": title, "may_commit": may_commit, "may_manage": may_manage, "ends_on": ends_on}
    found, changed = _write_request(organisation, profile, asked)
    _update_roles(found, actor)
    _tell_person(found, changed, actor)
    return found


def _build_refusal(organisation: Organisation, profile: Profile) -> DomainError:
    """Whoever was asked before by this organisation, and could not accept, is no stranger: the role is named then."""
    if not Representation.objects.filter(organisation=organisation, profile=profile).exists():
        return build_refusal()
    text = _("The request to this address was not accepted: the role is for adults. Ask someone else.")
    return DomainError(text, code="stakeholders.representative_declined", field="email")


@transaction.atomic
def change_representation(
    representation: Representation,
    *,
    actor: User,
    title: str,
    may_commit: bool,
    may_manage: bool,
    ends_on: date | None,
) -> Representation:
    """What the person is called and may do there, and until when, is as given; who has accepted is told what changes.

    From `ends_on` it no longer counts; None: it has no end. Raises DomainError for one that has ended, and for a day that
    is not still to come.
    """
    _must_be_open(representation)
    if ends_on != representation.ends_on:
        _check_end(representation.organisation, ends_on)
    asked = {"title": title, "may_commit": may_commit, "may_manage": may_manage, "ends_on": ends_on}
    changed = apply_changes(representation, asked)
    if not changed:
        return representation
    representation.save(update_fields=changed)
    _update_roles(representation, actor)
    _tell_person(representation, changed, actor)
    return representation


def _check_end(organisation: Organisation, ends_on: date | None) -> None:
    if ends_on is not None and ends_on <= organisation.city.today():
        raise DomainError(
            _("Choose a day that is still to come."), code="stakeholders.ends_in_the_past", field="ends_on"
        )


def _update_roles(found: Representation, actor: User) -> None:
    """Who has accepted manages the organisation's page as long as it says, and nobody else does."""
    if found.accepted_at is not None and found.may_manage:
        _grant_roles(found, actor)
    if not found.may_manage:
        _active_roles(found).current().update(ends_on=found.city.today() - timedelta(days=1))
        forget_roles(actor)
        if found.profile.user is not None:
            forget_roles(found.profile.user)


def _tell_person(found: Representation, changed: Changes, actor: User) -> None:
    """Who has not accepted is asked; who represents the organisation already reads what is different from now on."""
    about: dict[str, Any] = {"actor": actor, "notify": [found.profile.user], "title": found.organisation.name}
    if found.accepted_at is None:
        record(verbs.REPRESENTATIVE_APPOINTED, found, lead=bool(found.may_manage), **about)
    elif changed:
        # Of several changes that have not left yet the last says how it is.
        cancel_news(found, verbs.REPRESENTATIVE_CHANGED)
        record(verbs.REPRESENTATIVE_CHANGED, found, changed=changed, **about)


def is_representative(organisation: Organisation, email: str) -> bool:
    """Does the person of this address represent the organisation, or was asked to and has not answered?"""
    user = find_account(email)
    standing = Representation.objects.standing().filter(organisation=organisation)
    return user is not None and standing.filter(profile__user=user).exists()


def _write_request(
    organisation: Organisation, profile: Profile, asked: dict[str, Any]
) -> tuple[Representation, Changes]:
    """The line with what is asked, and what of it was otherwise before."""
    today, changed = organisation.city.today(), Changes()
    found, made = Representation.objects.get_or_create(
        organisation=organisation, profile=profile, defaults={**asked, "starts_on": today}
    )
    if not made:
        if found.ends_on is not None and found.ends_on <= today:
            found.accepted_at, found.starts_on = None, today
        changed = apply_changes(found, asked)
        found.save()
    return found, changed


@transaction.atomic
def accept_representation(representation: Representation, *, actor: User) -> Representation:
    """The person speaks for the organisation; a verified organisation becomes active by its first representative.

    Raises DomainError for whoever is no adult here, or has not said yet to be one.
    """
    _must_be_open(representation)
    if representation.accepted_at is not None:
        return representation
    if not are_adults(representation.profile):
        raise DomainError(_("A representative must be 18 or over."), code="stakeholders.representative_minor")
    representation.accepted_at = timezone.now()
    representation.save(update_fields=["accepted_at"])
    organisation = representation.organisation
    record(verbs.REPRESENTATIVE_ANSWERED, representation, actor=actor, title=organisation.name)
    _grant_roles(representation, actor)
    forget_represented(actor)
    record(
        verbs.REPRESENTATIVE_ACCEPTED,
        organisation,
        actor=actor,
        notify=directors_of(organisation.city_id, but=actor),
        kept={"person": representation.profile_id, "speaks_for": organisation.name},
        title=organisation.name,
    )
    if organisation.state == Organisation.State.VERIFIED:
        activate_organisation(organisation, actor=actor)
    return representation


@transaction.atomic
def end_representation(
    representation: Representation, *, actor: User | None, reason: str = "", on: date | None = None
) -> Representation:
    """From `on` (today, at once) the person no longer speaks for the organisation; its manager's role ends too.

    The person reads why; of whoever steps down by themselves the directors and the organisation's managers do. So they do
    of a request that the person does not accept, or cannot (`actor`: None): of that nothing says that anybody stopped.
    """
    _must_be_open(representation)
    organisation, user = representation.organisation, representation.profile.user
    ends_on = max(on or organisation.city.today(), representation.starts_on)
    Representation.objects.filter(pk=representation.pk).update(ends_on=ends_on)
    is_declined = representation.accepted_at is None and (actor is None or actor == user)
    is_own = is_declined or (actor is not None and actor == user)
    told = _list_managing_users(organisation, but=user) if is_own else [user]
    # Of a request that has not left the city nobody has to read that it is over.
    if (
        cancel_news(representation, verbs.REPRESENTATIVE_APPOINTED)
        and representation.accepted_at is None
        and not is_own
    ):
        told = []
    # A role's last day is one on which it still holds.
    _active_roles(representation).update(ends_on=ends_on - timedelta(days=1))
    if actor is not None:
        forget_roles(actor)
        forget_represented(actor)
    record(verbs.REPRESENTATIVE_ANSWERED, representation, actor=actor, title=organisation.name)
    left = verbs.REPRESENTATIVE_DECLINED if is_declined else verbs.REPRESENTATIVE_LEFT
    verb = left if is_own else verbs.REPRESENTATIVE_ENDED
    record(
        verb,
        organisation,
        kept={"person": representation.profile_id},
        actor=actor,
        notify=told,
        url="" if not is_own else None,
        reason=reason,
        title=organisation.name,
    )
    representation.ends_on = ends_on
    return representation


@transaction.atomic
def decline_requests(profile: Profile) -> None:
    """What only an adult can say yes to is over, by nobody's word; who asked reads that it was not accepted, and not why."""
    for asked in Representation.objects.standing().filter(profile=profile, accepted_at=None):
        end_representation(asked, actor=None)


def end_representations(profile: Profile, *, actor: User | None, reason: str = "") -> None:
    """The person speaks for no organisation any more, and no title of theirs is left; whoever manages its page is told."""
    for one in Representation.objects.filter(profile=profile).select_related("organisation", "profile__user"):
        if not one.has_ended:
            end_representation(one, actor=actor, reason=reason)
    Representation.objects.filter(profile=profile).update(title="")


def _list_managing_users(organisation: Organisation, *, but: User | None) -> list[User]:
    """The directors, and who manages the organisation's page."""
    managers = Membership.objects.current().filter(
        city_id=organisation.city_id, scope_type=Scope.ORGANISATION, scope_id=organisation.pk
    )
    own = User.objects.filter(pk__in=managers.values("user_id")).exclude(pk=but.pk if but else None)
    return [*directors_of(organisation.city_id, but=but), *own]


def describe_why_over(representation: Representation) -> str:
    """Why nothing of it changes any more; empty while it stands."""
    return _("This representation has ended. Ask to be appointed again.") if representation.has_ended else ""


def _must_be_open(representation: Representation) -> None:
    if refusal := describe_why_over(representation):
        raise DomainError(refusal, code="stakeholders.ended")


def _active_roles(representation: Representation) -> Any:
    return Membership.objects.filter(
        user_id=representation.profile.user_id,
        city_id=representation.city_id,
        role=Role.ORGANISATION,
        scope_type=Scope.ORGANISATION,
        scope_id=representation.organisation_id,
    )


def _grant_roles(representation: Representation, actor: User) -> None:
    """The person belongs to the city, and manages the organisation's page where that was asked."""
    common: dict[str, Any] = {"user_id": representation.profile.user_id, "city_id": representation.city_id}
    Membership.objects.get_or_create(
        **common, role=Role.RESIDENT, scope_type=Scope.CITY, scope_id=None, defaults={"granted_by": actor}
    )
    if representation.may_manage:
        # A role's last day is one on which it still holds.
        last = representation.ends_on - timedelta(days=1) if representation.ends_on else None
        Membership.objects.update_or_create(
            **common,
            role=Role.ORGANISATION,
            scope_type=Scope.ORGANISATION,
            scope_id=representation.organisation_id,
            defaults={"ends_on": last, "granted_by": actor},
        )
    forget_roles(actor)
