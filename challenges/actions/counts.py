"""The one place that changes what a challenge counts: ideas that are shown, and places that are taken."""

from django.db.models import F, Q

from challenges import verbs
from challenges.models import Challenge
from educities.activity.actions.records import publish_each


def change_counts(challenge_id: int, *conditions: Q, **steps: int) -> bool:
    """The challenge counts so many more, and the log tells of it. False where the conditions are not true of it (any more).

    The participation or the idea of which the log tells too has no address, and does not name its challenge.
    """
    rows = Challenge.objects.filter(*conditions, pk=challenge_id)
    changed = rows.update(**{name: F(name) + step for name, step in steps.items()})
    if changed:
        publish_each(verbs.CHALLENGE_CHANGED, [Challenge(pk=challenge_id)])
    return bool(changed)
