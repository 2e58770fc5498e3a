"""Who may, about reports."""

from cities.rules import is_director, is_reader

__all__ = ["is_director", "reads_reports"]
reads_reports = is_director | is_reader
