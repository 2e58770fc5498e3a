"""Who has a part of their own in challenges: numbers of profiles of the scope's city."""

from django.db.models import QuerySet

from challenges.models import Contribution, Participation, Support


def find_participants() -> QuerySet:
    """Who joined a challenge."""
    return Participation.objects.values("profile_id")


def find_authors() -> QuerySet:
    """Who wrote an idea."""
    return Contribution.objects.values("author_id")


def find_supporters() -> QuerySet:
    """Who supports an idea."""
    return Support.objects.values("profile_id")
