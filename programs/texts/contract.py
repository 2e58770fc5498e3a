"""The contract in words: what can show that a milestone is reached."""

from programs.models import Milestone
from programs.queries.evidence import list_kinds
from programs.values.evidence import EVIDENCE


def list_proof(milestone: Milestone) -> list[str]:
    """Which kinds of records can show it, as the template has it, in words; nothing where any kind can."""
    kinds = list_kinds(milestone)
    return [] if len(kinds) == len(list(EVIDENCE)) else [str(kind.label) for kind in kinds]
