"""Growth engines: where a city wants to grow, who in it can already do that, and what they make of it together."""
