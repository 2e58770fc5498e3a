"""A person leaves, or an exchange is long over: what of it stays, and what goes."""

from datetime import datetime

from exchange.models import Participant
from stakeholders.models import Profile


def leave_exchanges(profile: Profile, keep_texts: bool) -> None:
    """The person is nobody's name on a card any more; where the texts go, the cards go too."""
    own = Participant.objects.filter(profile=profile)
    if keep_texts:
        # The link of before opens nothing to whoever has it.
        own.update(profile=None, first_name="", has_phone=False)
    else:
        own.delete()


def forget_old_cards(before: datetime, most: int) -> int:
    """Who took part in exchanges that closed long ago, with their cards, marks and handshakes, is gone. What was counted at
    the end stays, and so do collaborations and what somebody kept as a strength. Returns how many people.
    """
    old = Participant.objects.filter(exchange__closes_at__lt=before)
    numbers = list(old.values_list("pk", flat=True)[:most])
    Participant.objects.filter(pk__in=numbers).delete()
    return len(numbers)
