"""A person leaves, or is erased: what of them stays with collaborations, and what goes."""

from django.db.models import Q

from collaborations.models import Collaboration, FollowUp, Party
from stakeholders.models import Profile

NO_WORDS: dict[str, dict[str, str]] = {"title": {}, "purpose": {}, "result": {}, "next_step": {}}


def leave_collaborations(profile: Profile, keep_texts: bool) -> None:
    """What runs ends, what was proposed does not come about; where the texts go, their own words are gone too.

    The rows stay for what is counted. Words of a collaboration are of all its sides: they go with who proposed it.
    """
    own = Party.objects.filter(profile=profile)
    running = Collaboration.objects.filter(parties__in=own).live()
    proposed = Q(state=Collaboration.State.PROPOSED)
    numbers = list(running.filter(proposed).values_list("pk", flat=True))
    others = list(running.filter(~proposed).values_list("pk", flat=True))
    today = profile.city.today()
    rows = Collaboration.objects
    rows.filter(pk__in=numbers).update(state=Collaboration.State.DECLINED, ended_on=today)
    rows.filter(pk__in=others).update(state=Collaboration.State.ENDED_EARLY, ended_on=today)
    own.filter(state=Party.State.ASKED).update(state=Party.State.DECLINED)
    if not keep_texts:
        own.update(gives={})
        FollowUp.objects.filter(by=profile).delete()
        rows.filter(proposed_by=profile).update(**NO_WORDS)
