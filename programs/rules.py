"""Who may, about the five-year program and indicators."""

from cities.rules import is_director, is_facilitator, is_member, is_staff_of_city, is_steward, reads_progress

__all__ = ["is_director", "is_facilitator", "is_member", "is_staff_of_city", "is_steward", "reads_progress"]
