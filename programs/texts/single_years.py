"""How a year alone was read, in words."""

from django.utils.translation import gettext as _

from educities.kit.multilingual import isolate_ltr
from programs.values.calendar import school_year
from programs.values.single_years import ENDS


def describe_single(alone: str, reads: str) -> str:
    """What the year became; "" for no such year."""
    if not alone:
        return ""
    begins = int(alone) - (reads == ENDS)
    year = isolate_ltr(school_year(begins))
    return _("The year %(alone)s was read as the school year %(year)s.") % {"alone": isolate_ltr(alone), "year": year}
