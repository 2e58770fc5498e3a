"""Decisions that come back: the kind of their items, and what the forum says of the earlier decision."""

# The record of an item by which an earlier decision comes back.
REVIEW_KIND = "decision"
STAYS, REVERSED = "stays", "reversed"
# Nothing was carried: the earlier decision comes back once more.
WAITS = "waits"
