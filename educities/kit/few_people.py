"""From how many on people may be counted where the count is read by whoever does not know them anyhow."""

LEAST = 5


def is_few(count: int | None) -> bool:
    """Does the count tell of one to four people? None is hidden already, and 0 is nobody."""
    return count is not None and 0 < count < LEAST
