"""Makes files of what the city knows."""
