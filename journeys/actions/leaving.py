"""A person leaves: what they noted on an expedition stays without a name, or its words go."""

from journeys.models import Learning
from stakeholders.models import Profile


def leave_learnings(profile: Profile, keep_texts: bool) -> None:
    """Where the texts go, a learning that a block rests on stays without words, and every other one is gone."""
    own = Learning.objects.filter(by=profile)
    if keep_texts and not profile.is_minor:
        return
    own.filter(citations=None).delete()
    own.update(observation="", surprise="", principle="", conditions="")
