"""The pages of the five years and of what is measured in them."""
