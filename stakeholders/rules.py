"""Who may, about organisations and people."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward
from cities.rules.roles import has_city_role, roles_by_city
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id
from stakeholders.values.import_kinds import OF_OTHER_APPS

if TYPE_CHECKING:  # models declare these rules
    from stakeholders.models import (
        Area,
        Commitment,
        ImportRun,
        Organisation,
        Profile,
        Representation,
        Site,
        StrengthClaim,
        Verification,
    )

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city", "is_steward"]
GUARDIANS: Hook[Callable[[Person, "Profile"], bool]] = Hook(
    "stakeholders.guardians", "Asked whether a person answers for a minor: (user, minor) -> bool."
)

SEES_LINE: Hook[Callable[[Person, "Profile"], bool]] = Hook(
    "stakeholders.sees_line",
    "Asked whether a reader may see any line of an adult's profile: (user, profile) -> bool. Models declare rules, so "
    "rules ask.",
)


@predicate
def brings_organisations(user: Person, obj: "ImportRun | None") -> bool:
    """Are the rows of the file of this app? Others have pages of their own, with their own rules."""
    return getattr(obj, "kind", "") not in OF_OTHER_APPS


REPRESENTED_ORGANISATIONS: Hook[Callable[[Person], Mapping[int, bool]]] = Hook(
    "stakeholders.represented_organisations",
    "Asked which organisations a person speaks for today: (user) -> by number, may they promise for it. Models declare "
    "rules, so rules ask.",
)


@predicate
def manages_organisation(user: Person, obj: "Organisation | None") -> bool:
    """The manager of this one organisation; the role says which, it never reaches over the whole city."""
    if obj is None:
        return False
    held = roles_by_city(user).get(obj.city_id, ())
    return any((h.role, h.scope_type, h.scope_id) == ("organisation", "organisation", obj.pk) for h in held)


@predicate
def is_representative(user: Person, obj: Model | None) -> bool:
    """An accepted representative of the organisation, within the dates (one query, kept on the person)."""
    return obj is not None and obj.pk in _list_represented(user)


@predicate
def may_commit_for(user: Person, obj: "Organisation | None") -> bool:
    """An accepted representative within the dates who may promise in the organisation's name."""
    return obj is not None and _list_represented(user).get(obj.pk, False)


@predicate
def represents_organisation_of(user: Person, obj: "Commitment | None") -> bool:
    """Speaks today for the organisation whose row it is."""
    return obj is not None and obj.organisation_id in _list_represented(user)


@predicate
def commits_for_organisation_of(user: Person, obj: "Commitment | None") -> bool:
    """Speaks today for the organisation whose row it is, and may promise in its name."""
    return obj is not None and _list_represented(user).get(obj.organisation_id, False)


@predicate
def manages_organisation_of(user: Person, obj: "Site | None") -> bool:
    """Manages the page of the organisation whose row it is."""
    return obj is not None and manages_organisation(user, obj.organisation)


@predicate
def represented_until_archived(user: Person, obj: "Organisation | None") -> bool:
    """Whoever represented an organisation that is archived: the mail that says why leads to its page."""
    if obj is None or obj.state != obj.State.ARCHIVED or not getattr(user, "pk", None):
        return False
    return obj.representations.filter(profile__user_id=user.pk, accepted_at__isnull=False).exists()


def _list_represented(user: Person) -> Mapping[int, bool]:
    """The organisations that the person speaks for today, and whether they may promise: one query, kept on the person."""
    if current_city_id() is None or not getattr(user, "pk", None):
        return {}
    return read_once(user, "_represents", lambda: _read_represented(user))


def forget_represented(user: Person) -> None:
    """The next question reads anew for which organisations the person speaks."""
    user.__dict__.pop("_represents", None)


def _read_represented(user: Person) -> dict[int, bool]:
    return {pk: may for list_represented in REPRESENTED_ORGANISATIONS for pk, may in list_represented(user).items()}


def is_account(user: Person, user_id: int | None) -> bool:
    """The account of this number. A person without an account is nobody's, least of all an anonymous reader's."""
    return user_id is not None and getattr(user, "pk", None) == user_id


@predicate
def is_self(user: Person, obj: "Profile | None") -> bool:
    """The person's own profile."""
    return obj is not None and is_account(user, obj.user_id)


@predicate
def manages_person(user: Person, obj: "Profile | None") -> bool:
    """Keeps the profile of a person without an account, by themselves or for an organisation whose page they manage."""
    if obj is None or obj.managed_by is None or obj.merged_into_id is not None:
        return False
    if is_account(user, obj.managed_by.user_id) and may_keep(user, obj):
        return True
    return obj.managed_for_id is not None and obj.managed_for_id in list_managed_organisations(user)


def may_keep(user: Person, obj: "Profile") -> bool:
    """May this person keep the profile? Who has the part in the city for it; of a child, who answers for it too."""
    return works_with_people(user, obj) or bool(is_guardian(user, obj))


def works_with_people(user: Person, obj: Model | None) -> bool:
    """Does the person still have the part in the city for which profiles of others are kept?"""
    return bool(is_director(user, obj) or is_facilitator(user, obj) or list_managed_organisations(user))


def list_managed_organisations(user: Person) -> set[int]:
    """The organisations of the scope's city whose manager this person is today: those for which they may keep people."""
    held = roles_by_city(user).get(current_city_id() or 0, ())
    return {h.scope_id for h in held if (h.role, h.scope_type) == ("organisation", "organisation") and h.scope_id}


@predicate
def keeps_people(user: Person, obj: Model | None) -> bool:
    """The manager of an organisation of the city."""
    return bool(list_managed_organisations(user))


@predicate
def is_guardian(user: Person, obj: "Profile | None") -> bool:
    """Answers for this minor."""
    if obj is None or not obj.is_minor or not getattr(user, "pk", None):
        return False
    return any(answers_for(user, obj) for answers_for in GUARDIANS)


@predicate
def is_grown_up(user: Person, obj: "Profile | None") -> bool:
    """A child's page is no matter of roles."""
    return obj is not None and not obj.is_minor


@predicate
def sees_some_line(user: Person, obj: "Profile | None") -> bool:
    """The adult shows this reader something."""
    return obj is not None and any(sees(user, obj) for sees in SEES_LINE)


@predicate
def is_adult_account(user: Person, obj: Model | None) -> bool:
    """No city knows the person as under 18, and none waits to hear it."""
    return not (getattr(user, "is_minor", True) or getattr(user, "is_age_unsaid", True))


def find_shared_organisation(user: Person, obj: "Profile | None") -> "Organisation | None":
    """One for which the reader speaks today and to which the person belongs: kept for it, or speaking for it too."""
    numbers = _list_represented(user)
    if obj is None or not numbers:
        return None
    if obj.managed_for_id in numbers:
        return obj.managed_for
    rows = obj.representations.current().filter(organisation__in=list(numbers), accepted_at__isnull=False)
    found = rows.select_related("organisation").first()
    return found.organisation if found else None


@predicate
def speaks_for_organisation_of(user: Person, obj: "Profile | None") -> bool:
    """Speaks today for an organisation to which this person belongs."""
    return find_shared_organisation(user, obj) is not None


@predicate
def has_vouched(user: Person, obj: "Verification | None") -> bool:
    """Has said that they met the person."""
    return obj is not None and is_account(user, obj.given_by_id)


sees_person = is_self | manages_person | is_guardian | (is_grown_up & (is_director | is_facilitator | sees_some_line))


@predicate
def is_represented_person(user: Person, obj: "Representation | None") -> bool:
    """The person who was asked to speak for the organisation."""
    return obj is not None and is_account(user, obj.profile.user_id)


@predicate
def appoints_for(user: Person, obj: "Representation | None") -> bool:
    """May appoint for the organisation of this representation."""
    return obj is not None and (is_director(user, obj) or manages_organisation(user, obj.organisation))


@predicate
def is_holder(user: Person, obj: "StrengthClaim | None") -> bool:
    """The person's own claim, or that of a person whose profile one keeps; the director's for the city's own."""
    if obj is None:
        return False
    if obj.profile is not None:
        return bool(is_self(user, obj.profile) or manages_person(user, obj.profile))
    return is_director(user, obj) or (obj.organisation is not None and is_representative(user, obj.organisation))


@predicate
def keeps_area(user: Person, obj: "Area | None") -> bool:
    """The director keeps the city's own words; the network's, which have no city, the steward."""
    if obj is None:
        return False
    return has_city_role(user, obj, "director") if obj.is_own else has_city_role(user, None, "steward")
