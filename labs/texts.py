"""Sentences made of rows."""

from django.utils.translation import ngettext

from labs.models import Cohort


def write_initiatives_note(cohort: Cohort) -> str:
    """How many initiatives of the cohort stand."""
    n = cohort.initiatives.exclude(state="stopped").count()
    return ngettext("%(n)s initiative of it stands.", "%(n)s initiatives of it stand.", n) % {"n": n}
