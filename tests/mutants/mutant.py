"""Mutants: small faults put into the code one at a time. The tests that are named beside each must fail of it.

`old` must stand exactly once in the file. A mutant belongs here when the fault is one that a person could make and that
would hurt somebody: a rule that lets anybody in, a count that is off by one, a name that reaches the log.
"""

from typing import NamedTuple


class Mutant(NamedTuple):
    """In `path` the text `old` reads `new`; `tests` must see it."""

    path: str
    old: str
    new: str
    tests: str
