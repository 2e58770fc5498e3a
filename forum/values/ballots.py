"""What the members of the forum answer by themselves while a proposal is before the meeting."""

from typing import NamedTuple

from educities.kit.concurrent_edit import digest_values


class Line(NamedTuple):
    """What a member objects, in their own words; `name`: whose words they are, "" where it may not stand there.

    `seat`: the number of the seat from which it was said. What that seat answered goes with it nowhere.
    """

    words: str
    name: str
    seat: int

    @property
    def key(self) -> str:
        """Of these words from this seat: another one as soon as any of it is other."""
        return f"{self.seat}-{digest_values(self.words)}"


class Tally(NamedTuple):
    """How many of those who are here now are for it, against it, and abstain; `words`: what they said.

    `key`: another one as soon as any of this changes; "" where nobody has answered.
    """

    votes_for: int
    votes_against: int
    abstained: int
    words: tuple[Line, ...] = ()
    key: str = ""

    @property
    def answered(self) -> int:
        """How many have answered."""
        return self.votes_for + self.votes_against + self.abstained

    @property
    def votes(self) -> dict[str, int]:
        """The three figures, named as a decision names them."""
        return {"votes_for": self.votes_for, "votes_against": self.votes_against, "abstained": self.abstained}

    @property
    def boxes(self) -> dict[str, str]:
        """What the form of a decision proposes of it, box by box."""
        return {name: str(votes) if self.answered else "" for name, votes in self.votes.items()}
