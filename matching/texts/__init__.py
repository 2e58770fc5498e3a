"""Suggestions in words: what somebody could give, and why just these two."""
