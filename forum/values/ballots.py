"""What the members of the forum answer by themselves while a proposal is before the meeting."""

from typing import NamedTuple


class Tally(NamedTuple):
    """How many of those who are here now are for it, against it, and abstain; `words`: what they said, a line each.

    `key`: another one as soon as any of this changes; "" where nobody has answered.
    """

    votes_for: int
    votes_against: int
    abstained: int
    words: tuple[str, ...] = ()
    key: str = ""

    @property
    def answered(self) -> int:
        """How many have answered."""
        return self.votes_for + self.votes_against + self.abstained

    @property
    def votes(self) -> dict[str, int]:
        """The three figures, named as a decision names them."""
        return {"votes_for": self.votes_for, "votes_against": self.votes_against, "abstained": self.abstained}

    def fill_boxes(self, language: str) -> dict[str, str]:
        """What the form of a decision proposes of it, box by box."""
        figures = {name: str(votes) if self.answered else "" for name, votes in self.votes.items()}
        return {**figures, f"dissent_{language}": "\n".join(self.words)}
