"""What residents were asked and what they brought: a block of the city's model may rest on it."""

from django.db.models import QuerySet

from challenges.models import Challenge, Contribution
from labs.models import Cohort


def published_challenges(cohort: Cohort) -> QuerySet[Challenge]:
    """Challenges that the city has asked its residents."""
    return Challenge.objects.filter(state__in=Challenge.PUBLIC)


def visible_ideas(cohort: Cohort) -> QuerySet[Contribution]:
    """What residents answered, where anybody may read it."""
    return Contribution.objects.filter(state=Contribution.State.VISIBLE)


def idea_name(idea: Contribution) -> str:
    """How an idea begins."""
    return idea.text[:80]
