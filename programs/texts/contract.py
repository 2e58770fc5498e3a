"""The contract in words: what can show that a milestone is reached."""

from programs.imports.template import load_lines
from programs.models import Milestone
from programs.values.evidence import EVIDENCE


def list_proof(milestone: Milestone) -> list[str]:
    """Which kinds of records can show it best, as the template has it, in words; nothing for the city's own ones."""
    line = load_lines().get(milestone.code.partition("/")[2])
    kinds = [EVIDENCE.get(key) for key in line.proof] if line else []
    return [str(kind.label) for kind in kinds if kind]
