"""Who may, about exchanges: who works in the city leads them. Who takes part is found by their own link."""

from cities.rules import is_director, is_facilitator

__all__ = ["is_director", "is_facilitator"]
