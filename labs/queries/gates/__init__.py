"""Gates computed from records: for one cohort, for many with the same few queries, for a lab."""

from labs.queries.gates.compute import (
    GateCondition,
    cohort_gates,
    condition_rows,
    find_result,
    format_unmet_conditions,
    gate_of,
    is_met,
    is_open,
    lab_gate,
    list_unmet_before,
    overridden_unmet_conditions,
    snapshot_gate,
)

__all__ = [
    "GateCondition",
    "cohort_gates",
    "condition_rows",
    "find_result",
    "format_unmet_conditions",
    "gate_of",
    "is_met",
    "is_open",
    "lab_gate",
    "list_unmet_before",
    "overridden_unmet_conditions",
    "snapshot_gate",
]
