"""Who may answer the question for an override: holders of the deciding roles, and never one hand with who asked."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from cities.queries.second_hands import find_principal, find_same_hands
from educities.accounts.models import User
from labs.models import Override
from labs.values.stages import BY_CODE, STEWARD


def deciding_roles(code: str, *, city_id: int, askers: Collection[int]) -> list[str]:
    """The roles that may answer: the rule's own, and the steward where a director asks, or somebody in their name."""
    directors = Membership.objects.current().filter(city_id=city_id, scope_type=Scope.CITY, role=Role.DIRECTOR)
    roles = [BY_CODE[code].let_pass_by]
    if Role.STEWARD not in roles and directors.filter(user_id__in=askers).exists():
        roles.append(Role.STEWARD)
    return roles


def _find_deciders(code: str, *, city_id: int, askers: Collection[int]) -> QuerySet[Membership]:
    """The roles in the city of those who may answer; never of the people who ask, nor of who is of one hand with them."""
    roles = deciding_roles(code, city_id=city_id, askers=askers)
    held = Membership.objects.current().filter(city_id=city_id, scope_type=Scope.CITY, role__in=roles)
    found: QuerySet[Membership] = held.exclude(user_id__in=list_hands(city_id, askers))
    return found


def list_hands(city_id: int, askers: Collection[int]) -> set[int]:
    """The accounts whose word is no second one beside that of these."""
    return {*askers, *(pk for one in askers for pk in find_same_hands(city_id, one))}


def list_askers(city_id: int, actor: User) -> set[int]:
    """The accounts that would ask if this person asked: their own, and that in whose name they act."""
    return {actor.pk, find_principal(city_id, actor.pk) or actor.pk}


def list_held_roles(code: str, *, city_id: int, askers: Collection[int]) -> list[str]:
    """Those of the deciding roles that somebody else than the people who ask holds now."""
    found = _find_deciders(code, city_id=city_id, askers=askers)
    return sorted(set(found.values_list("role", flat=True)))


def who_decides(override: Override) -> list[Any]:
    """Who may answer: holders of the deciding roles, but never the person who asked, nor who is of one hand with them."""
    ids = _find_deciders(override.rule_code, city_id=override.city_id, askers=override.askers).values("user_id")
    return list(get_user_model().objects.filter(pk__in=ids))


def missing_decider_message(override: Override) -> str:
    """Why nobody may answer this question now, in a sentence; "" when somebody may."""
    return describe_missing_decider(override.rule_code, city_id=override.city_id, askers=override.askers)


def describe_missing_decider(code: str, *, city_id: int, askers: Collection[int]) -> str:
    """Why nobody may answer a question of these people about the condition now, in a sentence; "" when somebody may."""
    if _find_deciders(code, city_id=city_id, askers=askers).exists():
        return ""
    directs = Membership.objects.directors().filter(city_id=city_id, user_id__in=askers)
    if BY_CODE[code].let_pass_by == STEWARD or directs.exists():
        return _(
            "This city has no network steward to decide. Ask the platform operator to invite one. We will "
            "then ask the steward."
        )
    return _("This city has no director to decide. We will ask the next director.")
