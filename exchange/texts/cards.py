"""What a card says of itself to whoever wrote it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from exchange.models import Card
from stakeholders.models import Area


def describe_area_words(card: Card, near: Iterable[Area]) -> str:
    """That what was typed as an area is none of the list, and which areas are near it."""
    text = _("“%(words)s” is not in the list of areas. The card has no area yet.") % {"words": card.area_words}
    names = " · ".join(str(area) for area in near)
    return f"{text} {_('Near it: %(areas)s') % {'areas': names}}" if names else text
