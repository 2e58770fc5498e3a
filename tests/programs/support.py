"""Rows that tests of the five years need."""

from programs.queries.evidence import EvidenceKey
from tests.factories import SessionFactory


def show_by_session() -> EvidenceKey:
    """A recorded session, by which one can see that a milestone is reached."""
    return ("session", SessionFactory(state="recorded").pk)
