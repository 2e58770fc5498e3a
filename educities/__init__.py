"""EduCities: the platform on which cities turn themselves into one big school."""

from educities.celery import app as celery_app

__all__ = ["celery_app"]
