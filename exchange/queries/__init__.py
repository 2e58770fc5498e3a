"""Read-only questions about exchanges: whose link it is, which area is meant, what is new, what nobody has answered."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from educities.tenancy.scope import require_city_id
from exchange.models import Card, CardMark, Exchange, Handshake, Participant
from exchange.values.groups import Guest
from stakeholders.models import Area
from stakeholders.values import normalise_text
from stakeholders.values.area_words import rank_areas

SALT = "exchange.participant"
# So many areas are offered for a card that names none.
SUGGESTED = 5


def write_token(participant: Participant) -> str:
    """The secret of the person's own address; it counts as long as the exchange is open."""
    return signing.Signer(salt=SALT).sign_object([participant.city_id, participant.pk])


def find_address(participant: Participant) -> str:
    """Where the person writes, marks and shakes hands."""
    return reverse("my_exchange", args=[participant.city.slug, write_token(participant)])


def find_participant(token: str) -> Participant | None:
    """Whose link it is, also of an exchange that has closed; None when it is forged or of another city."""
    try:
        city_id, number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if city_id != require_city_id():
        return None
    return Participant.objects.select_related("exchange__city", "city", "profile").filter(pk=number).first()


def find_area(typed: str) -> Area | None:
    """The area of which this is a name or synonym in any language, or the only one that is meant."""
    if not typed.strip():
        return None
    spelling = normalise_text(typed)
    found = list(Area.objects.choosable(skills_only=True).named(typed)[: 2 * SUGGESTED])
    same = [area for area in found if spelling in area.search.split("\n")]
    if len(same) == 1:
        return same[0]
    return found[0] if len(found) == 1 else None


def suggest_for_cards(cards: Iterable[Card]) -> dict[int, list[Area]]:
    """Areas that each of these cards may mean, the nearest first, by number: by what was typed as one, else by the line.

    One query.
    """
    if not (bare := list(cards)):
        return {}
    areas = {area.pk: area for area in Area.objects.choosable(skills_only=True)}
    rows = [(number, area.search) for number, area in areas.items()]
    return {
        card.pk: [areas[number] for number in rank_areas(card.area_words or card.text, rows)[:SUGGESTED]]
        for card in bare
    }


def compute_version(exchange: Exchange, me: Participant | None = None) -> str:
    """Changes whenever anything that the wall, or the phone of `me`, shows of the exchange has changed. One query.

    While all write in silence a phone shows its own cards alone: sixty people who write do not draw sixty pages anew with
    each line.
    """
    own: dict[type[Any], dict[str, Any]] = {}
    if me is not None and exchange.state == Exchange.State.WRITING:
        own = {Participant: {"pk": me.pk}, Card: {"participant": me}}
    ways: tuple[tuple[type[Participant | Card | CardMark | Handshake], str], ...] = (
        (Participant, "exchange"),
        (Card, "exchange"),
        (CardMark, "card__exchange"),
        (Handshake, "card__exchange"),
    )
    newest = [
        Subquery(
            model.objects.filter(**{way: OuterRef("pk")}, **own.get(model, {}))
            .order_by()
            .values(way)
            .annotate(newest=JSONObject(n=Count("pk"), at=Max("changed_at"), last=Max("pk")))
            .values("newest")
        )
        for model, way in ways
    ]
    facts = Exchange.objects.filter(pk=exchange.pk).values_list("state", "state_at", *newest).get()
    return sha256(repr(facts).encode()).hexdigest()[:16]


def find_hands(proposals: Collection[int]) -> set[int]:
    """Which of these proposals is a hand that whoever offered it can withdraw on their own page now."""
    hands = Handshake.objects.filter(collaboration__in=proposals, answered_at=None, declined_at=None)
    held = hands.filter(card__exchange__in=Exchange.objects.filter(closes_at__gt=timezone.now(), ended_at=None))
    return set(
        held.exclude(is_by_owner=True, card__participant__in=Participant.objects.exclude(team="")).values_list(
            "collaboration_id", flat=True
        )
    )


def list_guests(exchange: Exchange) -> list[Guest]:
    """The people of the exchange, as the groups are made of them."""
    return [Guest(one.pk, one.sector, one.is_minor) for one in exchange.participants.present()]


def find_open_needs(exchange: Exchange) -> QuerySet[Card]:
    """Needs about which nobody has shaken hands; a hand that waits for its answer is none yet."""
    shaken = Handshake.objects.shaken().filter(card=OuterRef("pk"))
    needs = exchange.cards.present().filter(~Exists(shaken), kind=Card.Kind.NEED)
    return needs.select_related("participant", "area")
