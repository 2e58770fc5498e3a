"""Who may, about what cities publish to each other."""

from cities.rules import is_steward

__all__ = ["is_steward"]
