"""What labs answer to the questions of their own rules."""

from labs.queries import list_cohort_seats, list_labs_of
from labs.rules import COHORT_SEATS, LAB_SEATS

COHORT_SEATS.register(list_cohort_seats)
LAB_SEATS.register(list_labs_of)
