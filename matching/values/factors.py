"""How much speaks for bringing two together: the factors of docs/method.md, guesses all of them, in this one place.

A score is a product of whole numbers (each factor in tenths), so that it is the same in whatever order it is computed.
"""

from typing import NamedTuple

# In tenths: what a factor is worth where it applies; where it does not, it is worth ten.
ONE = 10
RELATED_AREA = 5
OTHER_SECTOR = 13
STRANGERS = 12
HELPS_BACK = 15
OLD_CLAIM = 7
NO_COMMON_LANGUAGE = 5
# What a strength is worth by itself, of the highest level, beside all the factors that lift it.
HIGHEST = 3 * 3 * ONE * OTHER_SECTOR * ONE * ONE * STRANGERS * HELPS_BACK


class Side(NamedTuple):
    """What of one side counts beside its strengths: its sector and its language, None where it has none or several."""

    sector: int | None = None
    language: str | None = None


def compute_worth(level: int, *, is_related: bool, is_old: bool) -> int:
    """What of the score depends on a strength alone, whoever looks for it."""
    return level * (RELATED_AREA if is_related else ONE) * (OLD_CLAIM if is_old else ONE)


def compute_link(seeker: Side, other: Side) -> int:
    """What of the score depends on what kind of sides the two are."""
    link = OTHER_SECTOR if is_other_sector(seeker, other) else ONE
    return link * (ONE if has_common_language(seeker, other) else NO_COMMON_LANGUAGE)


def compute_score(fit: int, need: int, *, is_tied: bool, helps_back: bool) -> int:
    """The score of a pair whose strength fits so much, its worth times its link: `need` is the level of the growth area."""
    return fit * need * (ONE if is_tied else STRANGERS) * (HELPS_BACK if helps_back else ONE)


def is_other_sector(seeker: Side, other: Side) -> bool:
    """Are the two known to be of different sectors?"""
    return None not in (seeker.sector, other.sector) and seeker.sector != other.sector


def has_common_language(seeker: Side, other: Side) -> bool:
    """Does the other side read the seeker's language? Of an organisation nothing is known, so it counts as a yes."""
    return None in (seeker.language, other.language) or seeker.language == other.language
