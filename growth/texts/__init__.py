"""Sentences made of growth engines."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.multilingual import join_localised


def count_engines(n: int) -> str:
    """So many growth engines of an area."""
    return ngettext("%(n)s growth engine", "%(n)s growth engines", n) % {"n": n}


def count_people(n: int) -> str:
    """So many people."""
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}


def count_organisations(n: int) -> str:
    """So many organisations."""
    return ngettext("%(n)s organisation", "%(n)s organisations", n) % {"n": n}


def count_undecided(n: int) -> str:
    """So many of those invited have not said yes, while they may; a no among them is not told apart."""
    text = ngettext("%(n)s of those invited has not said yes yet.", "%(n)s of those invited have not said yes yet.", n)
    return text % {"n": n}


def describe_capable(people: int, organisations: int) -> str:
    """Who can, in numbers; "" where nobody can."""
    parts = [count_people(people)] if people else []
    return join_localised([*parts, count_organisations(organisations)] if organisations else parts)


def name_bringing(n: int) -> str:
    """What is to be done with so many yes-answers: one alone has nobody to be brought together with."""
    return _("Find others for it") if n == 1 else _("Bring them together")


def describe_gap(engine: Any) -> str:
    """Where the gap is between what the city wants to learn, who can, and what is done together (`list_with_counts`).

    That nobody can is said whatever is done: it is the gap itself.
    """
    can = describe_capable(engine.people, engine.organisations)
    if not can:
        return " ".join([_("Nobody has named it as a strength yet."), *_describe_running(engine.running)])
    if engine.yes:
        text = ngettext(
            "%(n)s answer is yes and waits for others.",
            "%(n)s answers are yes and wait to be brought together.",
            engine.yes,
        )
        return text % {"n": engine.yes}
    if engine.pending:
        return count_undecided(engine.pending)
    parts = _describe_running(engine.running) or [_("No collaboration has been agreed yet.")]
    return " ".join([_("Can already: %(who)s.") % {"who": can}, *parts])


def _describe_running(running: int) -> list[str]:
    text = ngettext(
        "%(n)s collaboration is agreed or under way.", "%(n)s collaborations are agreed or under way.", running
    )
    return [text % {"n": running}] if running else []
