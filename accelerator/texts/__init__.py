"""Sentences made of the accelerator's rows."""
