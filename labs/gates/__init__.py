"""Gates computed from records: for one cohort, for many with the same few queries, for a lab."""

from labs.gates.compute import (
    Line,
    cohort_gates,
    drawn,
    gate_of,
    is_met,
    is_open,
    lab_gate,
    left_behind,
    said,
    snapshot,
)

__all__ = [
    "Line",
    "cohort_gates",
    "drawn",
    "gate_of",
    "is_met",
    "is_open",
    "lab_gate",
    "left_behind",
    "said",
    "snapshot",
]
