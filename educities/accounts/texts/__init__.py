"""Words about accounts for people."""
