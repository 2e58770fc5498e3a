"""Rows put into words for people."""

from datetime import date

from django.utils.translation import gettext as _

from educities.kit.day_words import format_day
from labs.models import Override
from labs.values import GATE_RULES

State = Override.State


def name_override(row: Override) -> str:
    """The condition that was let pass, and whose it was."""
    rule = GATE_RULES.get(row.rule_code)
    return f"{row.target} · {(rule.missing or rule.text) if rule else row.rule_code}"


def _find_day_of_end(row: Override) -> date | None:
    return row.resolved_at.astimezone(row.city.zone).date() if row.resolved_at else None


def write_ending(row: Override) -> str:
    """How an override ended and on which day, in words; "" while it waits or holds."""
    words = {
        State.REFUSED: (_("refused on %(day)s"), _("refused")),
        State.WITHDRAWN: (_("request withdrawn on %(day)s"), _("request withdrawn")),
        State.EXPIRED: (_("its time was over on %(day)s, and the condition was not met"), _("expired")),
        State.RESOLVED: (_("condition met, closed on %(day)s"), _("condition met")),
    }.get(State(row.state))
    if words is None:
        return ""
    if row.state == State.EXPIRED and row.expires_on and row.expires_on >= row.city.today():
        return _("ended, for more was missing than it covered")
    day = row.expires_on if row.state == State.EXPIRED else _find_day_of_end(row)
    return words[0] % {"day": format_day(day)} if day else words[1]
