"""Who may, about organisations and people."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from django.db.models import Model
from rules import predicate

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward
from cities.rules.roles import has_city_role, roles_by_city
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id

if TYPE_CHECKING:  # models declare these rules
    from stakeholders.models import Area, Organisation, Profile, Representation, StrengthClaim

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city", "is_steward"]
GUARDIANS: Hook[Callable[[Person, "Profile"], bool]] = Hook(
    "stakeholders.guardians", "Asked whether a person answers for a minor: (user, minor) -> bool."
)

REPRESENTED_ORGANISATIONS: Hook[Callable[[Person], Collection[int]]] = Hook(
    "stakeholders.represented_organisations",
    "Asked which organisations a person speaks for today: (user) -> numbers. Models declare rules, so rules ask.",
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
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return False
    return obj.pk in read_once(user, "_represents", lambda: _represented_ids(user))


@predicate
def represented_until_archived(user: Person, obj: "Organisation | None") -> bool:
    """Whoever represented an organisation that is archived: the mail that says why leads to its page."""
    if obj is None or obj.state != obj.State.ARCHIVED or not getattr(user, "pk", None):
        return False
    return obj.representations.filter(profile__user_id=user.pk, accepted_at__isnull=False).exists()


def _represented_ids(user: Person) -> set[int]:
    return {pk for list_ids in REPRESENTED_ORGANISATIONS for pk in list_ids(user)}


def is_account(user: Person, user_id: int | None) -> bool:
    """The account of this number. A person without an account is nobody's, least of all an anonymous reader's."""
    return user_id is not None and getattr(user, "pk", None) == user_id


@predicate
def is_self(user: Person, obj: "Profile | None") -> bool:
    """The person's own profile."""
    return obj is not None and is_account(user, obj.user_id)


@predicate
def manages_person(user: Person, obj: "Profile | None") -> bool:
    """Keeps the profile of a person without an account."""
    return obj is not None and obj.managed_by is not None and is_account(user, obj.managed_by.user_id)


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


sees_person = is_self | manages_person | is_guardian | (is_grown_up & (is_director | is_facilitator))


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
    """The person's own claim; the director's for the city's own."""
    if obj is None:
        return False
    if obj.profile is not None:
        return is_account(user, obj.profile.user_id)
    return is_director(user, obj) or (obj.organisation is not None and is_representative(user, obj.organisation))


@predicate
def keeps_area(user: Person, obj: "Area | None") -> bool:
    """The director keeps the city's own words; the network's, which have no city, the steward."""
    if obj is None:
        return False
    return has_city_role(user, obj, "director") if obj.is_own else has_city_role(user, None, "steward")
