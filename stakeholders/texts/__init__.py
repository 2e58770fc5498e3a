"""Rows put into words for people."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.models import Profile


def describe_reason_reader(profile: Profile) -> str:
    """That the person reads why something of theirs ends; without an account nobody writes to them."""
    if profile.user_id is None:
        return _("The person has no account: tell them yourself. Your reason stays in the history.")
    return _("The person reads your reason. It stays in the history.")


def append_untold(told: str, seats: Any) -> str:
    """Who reads the reason, and how many with these seats have no account, so that nobody writes to them."""
    n = seats.filter(profile__user=None).count()
    text = ngettext(
        "%(n)s person has no account: tell them yourself.", "%(n)s people have no account: tell them yourself.", n
    )
    return f"{told} {text % {'n': n}}" if n else told
