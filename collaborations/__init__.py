"""What people and organisations of a city do together: who gives what, how far it is, and what came of it."""
