"""The walking thread: one city runs one lab, from the operator's first click to the guardian's yes."""
