"""The shape of what people write about the five years."""
