from exchange.models.cards import Card, CardMark, Handshake
from exchange.models.exchanges import Exchange, Participant

__all__ = ["Card", "CardMark", "Exchange", "Handshake", "Participant"]
