"""Rows of the forum in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.models import Decision, Seat
from stakeholders.models import Organisation


def name_earlier(decision: Decision) -> str:
    """What the item is called by which a decision comes back."""
    return _("Review: %(title)s") % {"title": decision.item}


def write_archive_blocker(organisation: Organisation) -> str:
    """Why the organisation cannot be archived: somebody sits in the forum for it; "" where nobody does."""
    n = Seat.objects.filter(organisation=organisation, ended_on=None).count()
    text = ngettext("%(n)s seat in the forum", "%(n)s seats in the forum", n)
    return text % {"n": n} if n else ""
