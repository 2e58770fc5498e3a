"""Which organisations are schools: reading only."""

from django.db.models import Q, QuerySet

from stakeholders.models import Organisation, Site
from stakeholders.models.organisations import Field


def find_schools() -> QuerySet[Organisation]:
    """Those in which children learn by law, or that have a school among their sites; verified or at work."""
    sites = Site.objects.open().filter(kind=Site.Kind.SCHOOL).values("organisation")
    found: QuerySet[Organisation] = Organisation.objects.standing().filter(Q(field=Field.FORMAL) | Q(pk__in=sites))
    return found


def is_school(organisation: Organisation) -> bool:
    """Is the organisation one of them?"""
    return find_schools().filter(pk=organisation.pk).exists()
