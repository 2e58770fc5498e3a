"""A room of offers and needs."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone

from exchange.models import Card, CardMark, Exchange, Handshake, Participant


class ExchangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exchange

    title = factory.Sequence(lambda n: {"en": f"Evening {n}"})
    code = factory.Sequence(lambda n: f"{n:06d}")
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    exchange = factory.SubFactory(ExchangeFactory)
    first_name = factory.Sequence(lambda n: f"Guest {n}")
    language = "en"


class CardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Card

    participant = factory.SubFactory(ParticipantFactory)
    exchange = factory.SelfAttribute("participant.exchange")
    kind = Card.Kind.NEED
    text = factory.Sequence(lambda n: f"Line {n}")
    language = "en"
    key = factory.LazyFunction(uuid4)


class CardMarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CardMark

    card = factory.SubFactory(CardFactory)
    participant = factory.LazyAttribute(lambda row: ParticipantFactory(exchange=row.card.exchange))
    kind = CardMark.Kind.CAN


class HandshakeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Handshake

    card = factory.SubFactory(CardFactory)
    other = factory.LazyAttribute(lambda row: ParticipantFactory(exchange=row.card.exchange))
    is_by_owner = False
