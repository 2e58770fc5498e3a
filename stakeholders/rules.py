"""Who may, about organisations and people."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rules import predicate

from cities.roles import roles_by_city
from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city
from educities.accounts.models import User
from educities.kit.hooks import Hook
from educities.tenancy.scope import current_city_id

if TYPE_CHECKING:
    from stakeholders.models import Profile

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city"]
GUARDIANS: Hook[Callable[[User, "Profile"], bool]] = Hook(
    "stakeholders.guardians", "Asked whether a person answers for a minor: (user, minor) -> bool."
)


@predicate
def manages_organisation(user: Any, obj: Any) -> bool:
    """The manager of this one organisation; the role says which, it never reaches over the whole city."""
    held = roles_by_city(user).get(getattr(obj, "city_id", None) or 0, ())
    return any((h.role, h.scope_type, h.scope_id) == ("organisation", "organisation", obj.pk) for h in held)


@predicate
def represents(user: Any, obj: Any) -> bool:
    """An accepted representative of the organisation, within the dates (one query, kept on the person)."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return False
    if not hasattr(user, "_represents"):
        from stakeholders.models import Representation  # noqa: PLC0415 (models declare these rules)

        rows = Representation.objects.current().filter(profile__user_id=user.pk)
        user._represents = set(rows.values_list("organisation_id", flat=True))
    return obj.pk in user._represents


def is_account(user: Any, user_id: int | None) -> bool:
    """The account of this number. A person without an account is nobody's, least of all an anonymous reader's."""
    return user_id is not None and getattr(user, "pk", None) == user_id


@predicate
def is_self(user: Any, obj: Any) -> bool:
    """The person's own profile."""
    return obj is not None and is_account(user, obj.user_id)


@predicate
def manages_person(user: Any, obj: Any) -> bool:
    """Keeps the profile of a person without an account."""
    return obj is not None and obj.managed_by_id is not None and is_account(user, obj.managed_by.user_id)


@predicate
def is_guardian(user: Any, obj: Any) -> bool:
    """Answers for this minor."""
    if obj is None or not obj.is_minor or not getattr(user, "pk", None):
        return False
    return any(answers_for(user, obj) for answers_for in GUARDIANS)


@predicate
def is_grown_up(user: Any, obj: Any) -> bool:
    """A child's page is no matter of roles."""
    return obj is not None and not obj.is_minor


sees_person = is_self | manages_person | is_guardian | (is_grown_up & (is_director | is_facilitator))


@predicate
def is_represented_person(user: Any, obj: Any) -> bool:
    """The person who was asked to speak for the organisation."""
    return obj is not None and is_account(user, obj.profile.user_id)


@predicate
def appoints_for(user: Any, obj: Any) -> bool:
    """May appoint for the organisation of this representation."""
    return obj is not None and (is_director(user, obj) or manages_organisation(user, obj.organisation))


@predicate
def is_holder(user: Any, obj: Any) -> bool:
    """The person's own claim; the director's for the city's own."""
    if obj is None:
        return False
    if obj.profile_id:
        return is_account(user, obj.profile.user_id)
    return is_director(user, obj) or bool(obj.organisation_id and represents(user, obj.organisation))
