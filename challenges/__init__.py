"""Challenges of the city to its residents: open, contribute, support, take part."""
