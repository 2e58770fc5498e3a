"""Who sees a line of a profile, chosen by the person line by line."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from stakeholders.values import normalise_text


class Visibility(models.TextChoices):
    """Six levels from the person alone to everyone, and two narrow ones for whoever works for the city.

    The codes of the two are older than the six, and each lets in whom it always let in.
    """

    ME = "me", _("only me")
    GUIDES = "team", _("the facilitators in the city")
    STAFF = "city", _("the directors and facilitators of the city")
    COHORT = "cohort", _("the members of my cohorts and their facilitators")
    LAB = "lab", _("everyone in my labs")
    RESIDENTS = "resident", _("everyone who takes part in the city")
    NETWORK = "network", _("everyone who takes part in any city, and partner apps")
    PUBLIC = "public", _("everyone, even without signing in")


LINES = ("legal_name", "phone", "neighbourhood", "story", "wish", "offer")
# What holds for a line about which its person chose nothing.
USUAL = {
    "legal_name": Visibility.ME,
    "phone": Visibility.GUIDES,
    "neighbourhood": Visibility.STAFF,
    "story": Visibility.STAFF,
    "wish": Visibility.COHORT,
    "offer": Visibility.COHORT,
}
# At these levels the neighbourhood stands beside the person's ideas, which everyone reads: what a form calls them.
BESIDE_IDEAS = {
    Visibility.STAFF: _("the directors and facilitators, and everyone beside my ideas"),
    Visibility.PUBLIC: _("everyone, on my page and beside my ideas"),
}
# What somebody shows of a person whose profile they keep stays in the city, until the person says more by themselves.
BEYOND_CITY = frozenset({Visibility.NETWORK.value, Visibility.PUBLIC.value})
ONLY_ME = dict.fromkeys(LINES, Visibility.ME.value)


def find_level(line: str, visibilities: dict[str, str]) -> str:
    """The level of this line, as it was chosen or is usual."""
    return visibilities.get(line, USUAL[line])


def name_levels(visibilities: dict[str, str]) -> dict[str, Any]:
    """How the level of each line is called."""
    levels = {line: Visibility(find_level(line, visibilities)) for line in LINES}
    named = {line: level.label for line, level in levels.items()}
    return {**named, "neighbourhood": BESIDE_IDEAS.get(levels["neighbourhood"], named["neighbourhood"])}


def write_search_lines(lines: dict[str, Any], visibilities: dict[str, str]) -> str:
    """Each line with something in it, behind the code of its level, in one spelling; a break before each."""
    found = []
    for line, text in lines.items():
        words = normalise_text(" ".join(text.values()) if isinstance(text, dict) else text)
        if words:
            found.append(f"\n{find_level(line, visibilities)} {words}")
    return "".join(found)


def build_line_pattern(word: str, levels: Iterable[str]) -> str:
    """The expression that finds a word, in one spelling, in what `write_search_lines` wrote of these levels."""
    return begin_line_pattern(levels) + re.escape(word)


def begin_line_pattern(levels: Iterable[str]) -> str:
    """The expression of what stands before a word in a line of one of these levels."""
    return f"\n({'|'.join(sorted(levels))}) [^\n]*"


def open_lines(visibilities: dict[str, str], levels: Iterable[str]) -> list[str]:
    """The lines that a reader with these levels sees."""
    seen = set(levels)
    return [line for line in LINES if find_level(line, visibilities) in seen]
