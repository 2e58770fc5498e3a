"""What residents write, as tests need it."""

from typing import Any

from challenges.actions import publish_idea, write_idea
from challenges.models import Contribution
from tests.factories import ChallengeFactory


def idea_of(author: Any, challenge: Any = None, text: str = "A swing for the little ones") -> Contribution:
    """What this person wrote, in the state in which the rules leave it."""
    return write_idea(challenge or ChallengeFactory(), author=author, actor=author.user, text=text, language="en")


def published(author: Any, challenge: Any = None, **idea: Any) -> Contribution:
    """What this person wrote, read by somebody and published."""
    row = idea_of(author, challenge, **idea)
    if row.state == "pending":
        publish_idea(row, actor=None)
    return row
