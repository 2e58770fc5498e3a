"""What the forum did with a review, in sentences."""

from django.utils.translation import gettext as _

from educities.kit.day_words import format_day
from programs.queries.reviews import RefusalShown


def describe_refusal(refusal: RefusalShown) -> str:
    """That the forum did not carry it, when, and what was objected."""
    day = {"day": format_day(refusal.day)}
    if not refusal.reason:
        return _("The strategic forum did not carry it on %(day)s.") % day
    return _("The strategic forum did not carry it on %(day)s: %(why)s") % {**day, "why": refusal.reason}
