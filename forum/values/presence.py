"""Who is present at a meeting, by the seats that vote: is it enough for a decision?"""

from collections import Counter
from typing import NamedTuple

from stakeholders.models import Sector

# All four sectors, as a decision keeps them.
ALL_SECTORS = "1234"


def compute_needed(voting: int, percent: int) -> int:
    """How many of so many voting seats have to be present: the share rounded up, and never nobody.

    >>> compute_needed(9, 50), compute_needed(0, 50)
    (5, 1)
    """
    return max(1, -(-voting * percent // 100))


class Presence(NamedTuple):
    """`voting`: seats with a vote; `needed` of them make a quorum; `there`: the present ones by sector.

    `advisers`: how many are present whose seat gives advice alone.
    """

    voting: int
    needed: int
    there: Counter[int]
    advisers: int = 0

    @property
    def present(self) -> int:
        """How many with a vote are present."""
        return self.there.total()

    @property
    def is_begun(self) -> bool:
        """Is anybody with a seat here? Else nobody has marked who is."""
        return self.present > 0 or self.advisers > 0

    @property
    def has_quorum(self) -> bool:
        """Are enough of the voting seats present?"""
        return self.present >= self.needed

    @property
    def sectors(self) -> str:
        """The sectors of whoever votes here, as digits in order."""
        return "".join(str(sector.value) for sector in Sector if self.there[sector])

    @property
    def missing(self) -> list[str]:
        """The sectors of which nobody with a vote is present, by name."""
        return [str(sector.label) for sector in Sector if not self.there[sector]]

    @property
    def decides(self) -> bool:
        """Is what is said now a decision? Else it is advice."""
        return self.has_quorum and self.sectors == ALL_SECTORS
