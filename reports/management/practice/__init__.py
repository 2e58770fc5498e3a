"""The practice city: laid out whole, everything in it invented and marked so."""

from reports.management.practice.build import SLUG, build_practice_city, remove_practice_city

__all__ = ["SLUG", "build_practice_city", "remove_practice_city"]
