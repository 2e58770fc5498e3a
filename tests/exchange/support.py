"""People on an evening of offers and needs."""

from typing import Any
from uuid import uuid4

from exchange.actions.cards import write_card
from exchange.actions.exchanges import move_exchange, open_exchange
from exchange.actions.joining import join_exchange
from exchange.models import Card, Exchange, Participant
from tests.collaborations.support import make_person


def open_evening(actor: Any, **more: Any) -> Exchange:
    return open_exchange(actor=actor, **{"title": {"en": "Offers and needs"}, **more})


def join(row: Exchange, user: Any = None, name: str = "Noa", **more: Any) -> Participant:
    person = join_exchange(row, actor=user, first_name=name, **{"language": "en", **more})
    person.exchange = row
    return person


def join_member(row: Exchange, name: str = "Noa", **more: Any) -> Participant:
    """Somebody of the city, with an account."""
    person = make_person(row.city, display_name=name, **more)
    return join(row, person.user, name)


def write(person: Participant, kind: str = "need", text: str = "Somebody who hems trousers", **more: Any) -> Card:
    user = person.profile.user if person.profile else None
    return write_card(person, actor=user, **{"kind": kind, "text": text, "area": None, "key": uuid4(), **more})


def move_to(row: Exchange, actor: Any, state: str) -> Exchange:
    """Part by part until this one."""
    row.refresh_from_db()
    while row.state != state:
        move_exchange(row, actor=actor, seen=row.state, to=row.next_state)
        row.refresh_from_db()
    return row
