"""Whose word is no second one beside a person's own: reading only."""

from collections.abc import Iterable

from cities.models import Membership
from cities.rules.roles import NEED_SECOND_STEP


def find_same_hands(city_id: int, user_id: int) -> set[int]:
    """The accounts that stand in for this one in the city with all that they are there, and those it stands in for so.

    Example: a director proposes something that another one has to agree to; her deputy agrees in her name, and so nobody
    else has. Who has a role of their own for the whole city too speaks for themselves. One query.
    """
    rows = Membership.objects.current().filter(city_id=city_id, scope_type="city", role__in=NEED_SECOND_STEP)
    held: dict[int, set[int | None]] = {}
    for holder, acting_for in rows.values_list("user_id", "acting_for_id"):
        held.setdefault(holder, set()).add(acting_for)
    return {*_list_deputies(held, user_id), *_list_principals(held.get(user_id, ()))}


def _list_deputies(held: dict[int, set[int | None]], user_id: int) -> Iterable[int]:
    return (holder for holder, principals in held.items() if principals == {user_id})


def _list_principals(principals: Iterable[int | None]) -> set[int]:
    named = {one for one in principals if one is not None}
    return named if len(named) == 1 and None not in set(principals) else set()
