"""What stands on the wall and on the phones: areas with names, groups, cards with their marks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from exchange.models import Card, CardMark, Exchange, Handshake, Participant


class WallLine(NamedTuple):
    """An area on the wall: how often it was written, and by whom."""

    area: str
    names: list[str]
    times: int


class CardLine(NamedTuple):
    """A card as a phone shows it: how many marked it, and what this person did."""

    card: Card
    cans: list[Participant]
    me_too: int
    my_can: bool
    my_me_too: bool
    is_own: bool


def list_marked_cards(exchange: Exchange) -> QuerySet[Card]:
    """Each with who wrote it, its area and its marks. Two queries for all."""
    marks = CardMark.objects.filter(is_on=True).select_related("participant")
    return exchange.cards.select_related("participant", "area").prefetch_related(Prefetch("marks", marks))


def write_wall(cards: Iterable[Card], kind: str) -> list[WallLine]:
    """The areas of the cards of this kind with the first names of who wrote them; no line that anybody wrote."""
    names: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        if card.kind == kind and card.area is not None:
            names[str(card.area)].append(card.participant.name)
    lines = [WallLine(area, list(dict.fromkeys(written)), len(written)) for area, written in names.items()]
    return sorted(lines, key=lambda line: (-line.times, line.area))


def list_groups(exchange: Exchange, people: Iterable[Participant]) -> list[tuple[int, list[Participant]]]:
    """(number, people) of each group of this round; number 0 sits with who leads the exchange."""
    place = exchange.round_number - 1
    groups: dict[int, list[Participant]] = defaultdict(list)
    for one in people:
        groups[one.groups[place] if len(one.groups) > place else 0].append(one)
    return sorted(groups.items())


def find_group(participant: Participant) -> tuple[int, list[Participant]]:
    """The number of the person's group in this round, and all who sit in it."""
    for number, people in list_groups(participant.exchange, participant.exchange.participants.all()):
        if participant.pk in {one.pk for one in people}:
            return number, people if number else [participant]
    return 0, [participant]


def describe_cards(cards: Iterable[Card], me: Participant) -> list[CardLine]:
    """The cards as this person sees them."""
    return [_describe_card(card, me) for card in cards]


def _describe_card(card: Card, me: Participant) -> CardLine:
    marks = list(card.marks.all())
    own = {mark.kind for mark in marks if mark.participant_id == me.pk}
    return CardLine(
        card,
        [mark.participant for mark in marks if mark.kind == CardMark.Kind.CAN],
        sum(mark.kind == CardMark.Kind.ME_TOO for mark in marks),
        CardMark.Kind.CAN in own,
        CardMark.Kind.ME_TOO in own,
        card.participant_id == me.pk,
    )


def list_handshakes(me: Participant) -> list[Handshake]:
    """Those in which the person is a side."""
    rows = Handshake.objects.select_related("card__participant", "card__area", "other", "collaboration")
    found = rows.filter(card__exchange=me.exchange_id)
    return [row for row in found if me.pk in {row.card.participant_id, row.other_id}]
