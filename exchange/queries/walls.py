"""What stands on the wall and on the phones: areas with names, groups, cards with their marks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Prefetch, Q, QuerySet

from exchange.models import Card, CardMark, Exchange, Handshake, Participant


class WallLine(NamedTuple):
    """An area on the wall, "" where a card has none yet: how often it was written, and by whom."""

    area: str
    names: list[Participant]
    times: int


class CardLine(NamedTuple):
    """A card as a phone shows it: how many marked it, and what this person did."""

    card: Card
    cans: list[Participant]
    me_too: int
    my_can: bool
    my_me_too: bool
    is_own: bool
    may_shake: bool


def list_marked_cards(exchange: Exchange) -> QuerySet[Card]:
    """Each with who wrote it, its area and its marks. Two queries for all."""
    marks = CardMark.objects.filter(is_on=True, participant__removed_at=None).select_related("participant")
    return (
        exchange.cards.filter(participant__removed_at=None)
        .select_related("participant", "area")
        .prefetch_related(Prefetch("marks", marks))
    )


def write_wall(cards: Iterable[Card], kind: str) -> list[WallLine]:
    """The areas of the cards of this kind with the first names of who wrote them; no line that anybody wrote."""
    names: dict[str, list[Participant]] = defaultdict(list)
    for card in cards:
        if card.kind == kind:
            names[str(card.area or "")].append(card.participant)
    lines = [WallLine(area, list(dict.fromkeys(written)), len(written)) for area, written in names.items()]
    return sorted(lines, key=lambda line: (not line.area, -line.times, line.area))


def list_people(exchange: Exchange) -> QuerySet[Participant]:
    """All who came in, those who were taken out at the end, each with all their cards."""
    cards = Prefetch("cards", Card.objects.select_related("area"))
    order = F("removed_at").asc(nulls_first=True)
    return exchange.participants.prefetch_related(cards).order_by(order, "pk")


def list_groups(exchange: Exchange, people: Iterable[Participant]) -> list[tuple[int, list[Participant]]]:
    """(number, people) of each group of this round; number 0 sits with who leads the exchange."""
    place = exchange.round_number - 1
    groups: dict[int, list[Participant]] = defaultdict(list)
    for one in people:
        groups[one.groups[place] if len(one.groups) > place else 0].append(one)
    return sorted(groups.items())


def find_group(participant: Participant) -> tuple[int, list[Participant]]:
    """The number of the person's group in this round, and all who sit in it."""
    for number, people in list_groups(participant.exchange, participant.exchange.participants.present()):
        if participant.pk in {one.pk for one in people}:
            return number, people if number else [participant]
    return 0, [participant]


def describe_cards(cards: Iterable[Card], me: Participant, hands: Iterable[Handshake]) -> list[CardLine]:
    """The cards as this person sees them. `hands`: the person's own handshakes."""
    busy = {one.card_id for one in hands if not (one.declined_at and one.asked_side.pk == me.pk)}
    return [_describe_card(card, me, busy) for card in cards]


def list_shakable(own: Iterable[Card], hands: Iterable[Handshake]) -> set[int]:
    """Those of the person's own cards that somebody marked with whom there is no handshake about it yet."""
    known = {(one.card_id, one.other_id) for one in hands}
    return {
        card.pk
        for card in own
        if any(
            not mark.participant.is_minor and (card.pk, mark.participant_id) not in known for mark in card.marks.all()
        )
    }


def _describe_card(card: Card, me: Participant, busy: set[int]) -> CardLine:
    marks = list(card.marks.all())
    own = {mark.kind for mark in marks if mark.participant_id == me.pk}
    return CardLine(
        card,
        [mark.participant for mark in marks if mark.kind == CardMark.Kind.CAN],
        sum(mark.kind == CardMark.Kind.ME_TOO for mark in marks),
        CardMark.Kind.CAN in own,
        CardMark.Kind.ME_TOO in own,
        card.participant_id == me.pk,
        card.pk not in busy and not me.is_minor and not card.participant.is_minor,
    )


def list_handshakes(exchange: Exchange) -> QuerySet[Handshake]:
    """All of the exchange, with both sides: what is agreed first, then what waits for an answer, then "not now"."""
    rows = Handshake.objects.select_related("card__participant", "card__area", "other", "collaboration")
    return rows.filter(card__exchange=exchange.pk).order_by(F("declined_at").asc(nulls_first=True), "answered_at", "pk")


def list_own_handshakes(me: Participant) -> list[Handshake]:
    """Those in which the person is a side; what waits for the person's answer first."""
    found = list_handshakes(me.exchange).filter(Q(card__participant=me) | Q(other=me))
    return sorted(found, key=lambda row: not row.is_asked(me))
