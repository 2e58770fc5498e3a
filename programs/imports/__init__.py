"""The method's files: read once, as they were shipped."""
