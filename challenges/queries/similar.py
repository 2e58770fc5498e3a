"""Ideas that say nearly the same: shown before a new one is sent. Simple on purpose: shared words, no extension."""

import re

from challenges.models import Contribution
from stakeholders.values import normalise_text

WORD = re.compile(r"\w{3,}")
ENOUGH, MOST, LOOKED_AT = 0.2, 3, 300


def words_of(text: str) -> set[str]:
    """The words of three letters and more, however they are pointed and written."""
    return set(WORD.findall(normalise_text(text)))


def jaccard_similarity(one: set[str], other: set[str]) -> float:
    """Shared words over all words (Jaccard), 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def similar_ideas(challenge_id: int, text: str) -> list[Contribution]:
    """At most three visible ideas of the challenge that are most like `text`."""
    wanted = words_of(text)
    rows = Contribution.objects.filter(challenge_id=challenge_id, state=Contribution.State.VISIBLE)[:LOOKED_AT]
    scored = sorted(((jaccard_similarity(wanted, words_of(r.text)), r) for r in rows), key=lambda pair: -pair[0])
    return [row for score, row in scored[:MOST] if score >= ENOUGH]
