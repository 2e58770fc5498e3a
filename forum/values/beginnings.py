"""With what a meeting began: what counts for it until it ends, whatever is changed meanwhile."""

from typing import Any, NamedTuple


class Beginning(NamedTuple):
    """`seats`: the numbers of the seats, `chairs` of those that lead; `directors`: the accounts of who directed the city."""

    quorum_percent: int
    seats: list[int]
    chairs: list[int]
    directors: list[int]


def read_beginning(kept: Any) -> Beginning | None:
    """As a meeting keeps it; None for one that was opened before any was kept, and for one that was not opened."""
    return Beginning(**kept) if kept else None
