"""EduCities: the platform on which cities turn themselves into one big school.

The Celery app is `educities.celery`, found by `celery --app educities`. It is not imported here: pages never send a task,
and a web worker would carry a fifth of its memory for nothing.
"""
