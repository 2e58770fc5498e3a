"""Sentences made of exchanges."""

from django.utils.translation import ngettext


def count_cards(n: int) -> str:
    """So many cards about an area."""
    return ngettext("%(n)s card", "%(n)s cards", n) % {"n": n}
