"""Reading a file of organisations: from bytes to a table, from a table to drafts with their problems. Writes nothing."""
