"""Answers kept on the object that they are about, for as long as this instance of it lives."""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def read_once(owner: object, name: str, read: Callable[[], Answer]) -> Answer:
    """What `read` answered when it was first asked about this instance; kept as its attribute `name`."""
    if not hasattr(owner, name):
        setattr(owner, name, read())
    answer: Answer = getattr(owner, name)
    return answer
