"""What the forum counts, and what the apps above tell it: formulas, types, the hook of the agenda."""

from forum.values.agenda import AGENDA, AgendaKind
from forum.values.presence import ALL_SECTORS, Presence, compute_needed
from forum.values.records import MINUTES_FILES

# A decision is looked at again after so many months at the latest.
LONGEST_REVIEW_MONTHS = 18
# A year is what is offered.
USUAL_REVIEW_MONTHS = 12
MOST_SEATS = 60
# So many days before its day an override is a matter of the forum, and a decision whose day to be acted on has come near.
SOON_DAYS = 60
REMINDED_BEFORE_DAYS = 7

__all__ = [
    "AGENDA",
    "ALL_SECTORS",
    "LONGEST_REVIEW_MONTHS",
    "MINUTES_FILES",
    "MOST_SEATS",
    "REMINDED_BEFORE_DAYS",
    "SOON_DAYS",
    "USUAL_REVIEW_MONTHS",
    "AgendaKind",
    "Presence",
    "compute_needed",
]
