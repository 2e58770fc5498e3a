"""Rows put into words for people."""

from labs.models import Override
from labs.values import GATE_RULES


def name_override(row: Override) -> str:
    """The condition that was let pass, and whose it was."""
    rule = GATE_RULES.get(row.rule_code)
    return f"{row.target} · {rule.text if rule else row.rule_code}"
