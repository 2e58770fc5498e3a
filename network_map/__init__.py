"""The map of a city's network, drawn from its records, and how the network grows."""
