"""Who may, about labs and what belongs to them. A row's lab is found by `lab_id` or through its cohort."""

from typing import Any

from rules import predicate

from cities.roles import holds, holds_in, scope_ids
from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward
from educities.tenancy.scope import current_city_id
from labs.stages import BY_CODE, NEVER

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city", "is_steward"]


def lab_id_of(obj: Any) -> int | None:
    """The lab that a lab, cohort, session, expedition or override belongs to."""
    if obj is None:
        return None
    if obj._meta.model_name == "lab":
        return obj.pk
    if getattr(obj, "lab_id", None):
        return obj.lab_id
    for name in ("cohort", "session", "expedition", "version"):
        if getattr(obj, f"{name}_id", None):
            return lab_id_of(getattr(obj, name))
    return None


@predicate
def facilitates(user: Any, obj: Any) -> bool:
    """A facilitator of this lab, or of the whole city."""
    return obj is not None and holds_in(user, obj, "facilitator", "lab", lab_id_of(obj))


@predicate
def takes_part(user: Any, obj: Any) -> bool:
    """An invited or active member of the row's cohort (one query, kept on the person)."""
    if obj is None or current_city_id() is None or not getattr(user, "pk", None):
        return False
    cohort_id = obj.pk if obj._meta.model_name == "cohort" else getattr(obj, "cohort_id", None)
    if not hasattr(user, "_cohorts"):
        from labs.models import CohortMember  # noqa: PLC0415 (models declare these rules)

        rows = CohortMember.objects.filter(profile__user_id=user.pk, state__in=["invited", "active"])
        user._cohorts = set(rows.values_list("cohort_id", flat=True))
    return cohort_id in user._cohorts


@predicate
def did_not_ask(user: Any, obj: Any) -> bool:
    """Nobody grants an override to oneself."""
    return obj is not None and obj.requested_by_id != getattr(user, "pk", None)


@predicate
def is_own_seat(user: Any, obj: Any) -> bool:
    """The person whose seat it is."""
    return obj is not None and getattr(user, "pk", None) is not None and obj.profile.user_id == user.pk


@predicate
def may_let_pass(user: Any, obj: Any) -> bool:
    """Has the role that the rule names; where a director asked, the steward may answer too."""
    role = BY_CODE[obj.rule_code].let_pass_by if obj is not None else NEVER
    if role == NEVER:
        return False
    return holds(user, obj, role) or (is_steward(user, obj) and is_director(obj.requested_by, obj))


def labs_facilitated(user: Any) -> set[int]:
    """The labs over which the person has the facilitator's role one by one."""
    return scope_ids(user, "facilitator", "lab")
