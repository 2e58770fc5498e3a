"""Sentences made of collaborations."""

from django.utils.translation import ngettext

from collaborations.models import Collaboration, Party
from collaborations.queries import shown_sides
from stakeholders.models import Organisation


def write_archive_blocker(organisation: Organisation) -> str:
    """What stands against archiving the organisation: collaborations that go on; or ""."""
    sides = Party.objects.filter(shown_sides(), organisation=organisation)
    n = Collaboration.objects.live().filter(pk__in=sides.values("collaboration")).count()
    if not n:
        return ""
    text = ngettext(
        "It takes part in %(n)s open collaboration. Complete it, or end it first.",
        "It takes part in %(n)s open collaborations. Complete them, or end them first.",
        n,
    )
    return text % {"n": n}


def count_collaborations(n: int) -> str:
    """So many collaborations about an area."""
    return ngettext("%(n)s collaboration", "%(n)s collaborations", n) % {"n": n}


def count_endorsements(n: int) -> str:
    """So many endorsements of an area."""
    return ngettext("%(n)s endorsement", "%(n)s endorsements", n) % {"n": n}
