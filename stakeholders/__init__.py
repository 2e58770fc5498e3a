"""Organisations of the four sectors, people, their strengths and growth areas; imports."""
