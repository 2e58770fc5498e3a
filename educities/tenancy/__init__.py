"""The wall between cities: scope, row-level security, composite keys. Knows cities only by their number."""
