"""Who comes in where, with which verb: every address of the house, with rows that exist."""
