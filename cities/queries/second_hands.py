"""Whose word is no second one beside a person's own: reading only."""

from collections.abc import Iterable

from cities.models import Membership, Role
from cities.rules.roles import NEED_SECOND_STEP

# The accounts for which each person of the staff acts in the whole city; None: they have a role of their own too.
Held = dict[int, dict[int | None, None]]


def find_same_hands(city_id: int, user_id: int, acting_for_id: int | None = None) -> set[int]:
    """The accounts whose word is this one's too: whoever acts in its name, in whose name it acts, and who acts in theirs.

    Example: a director proposes something that another one has to agree to; her deputy agrees in her name, and so nobody
    else has. Two deputies of one director are one pair of hands as well. Who has a role of their own for the whole city
    too speaks for themselves. `acting_for_id`: in whose name the account acted when it proposed, as was written down
    then; it holds after the role has ended. One query.
    """
    held = _list_held(city_id)
    own = {user_id, *_find_voices(held, user_id), *([] if acting_for_id is None else [acting_for_id])}
    alike = {holder for holder in held if _find_voices(held, holder) & own}
    return (own | alike) - {user_id}


def find_principal(city_id: int, user_id: int) -> int | None:
    """In whose name the account acts in the whole city, to be written down beside what it proposes; None in its own.

    Of who stands in for two it is the one whom they stand in for as director. One query.
    """
    principals = _list_held(city_id).get(user_id, {})
    return None if None in principals else next(iter(principals), None)


def _list_held(city_id: int) -> Held:
    rows = Membership.objects.current().filter(city_id=city_id, scope_type="city", role__in=NEED_SECOND_STEP)
    held: Held = {}
    for holder, acting_for, role in rows.values_list("user_id", "acting_for_id", "role"):
        named = {acting_for: None}
        before = held.get(holder, {})
        held[holder] = {**named, **before} if role == Role.DIRECTOR else {**before, **named}
    return held


def _find_voices(held: Held, user_id: int) -> set[int]:
    """Whose word the person's word is: those for whom they act, or their own."""
    return _list_principals(held.get(user_id, {})) or {user_id}


def _list_principals(principals: Iterable[int | None]) -> set[int]:
    named = set(principals)
    return set() if None in named else {one for one in named if one is not None}
