"""The shape of what people write about organisations and people."""
