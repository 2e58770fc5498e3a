"""Guardians, consents and what a person finds of their own in a city."""
