"""Files of what the city knows of a person."""
