"""Who could meet whom: suggestions with reasons, and introductions that become collaborations."""
