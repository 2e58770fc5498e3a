"""The addresses of cities: the platform's own, and those inside a city."""
