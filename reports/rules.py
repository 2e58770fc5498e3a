"""Who may, about reports."""

from cities.rules import is_director

__all__ = ["is_director"]
