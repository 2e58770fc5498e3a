"""Rows put into words for people."""
