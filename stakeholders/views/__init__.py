"""The pages of organisations and people."""
