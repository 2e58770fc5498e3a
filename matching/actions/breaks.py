"""A person takes a break from suggestions, leaves the city, or is erased."""

from django.db import transaction
from django.db.models import Q

from educities.accounts.models import User
from educities.activity.actions.records import record
from matching import verbs
from matching.actions.suggesting import end_introduction, suggest_to_person
from matching.models import MatchingBreak, MatchSuggestion
from stakeholders.models import Profile

State = MatchSuggestion.State


@transaction.atomic
def stop_suggestions(profile: Profile, *, actor: User) -> None:
    """Nobody is suggested to the person, and the person to nobody. Introductions that wait are still answered."""
    made, is_new = MatchingBreak.objects.get_or_create(profile=profile)
    if is_new:
        _end_untouched(profile)
        record(verbs.STOPPED, made, actor=actor, url="")


@transaction.atomic
def start_suggestions(profile: Profile, *, actor: User) -> None:
    """The person is suggested to others again, and finds whom they could meet."""
    taken = MatchingBreak.objects.filter(profile=profile).first()
    if taken is None:
        return
    record(verbs.STARTED, taken, actor=actor)
    taken.delete()
    suggest_to_person(profile)


def leave_matching(profile: Profile, _keep_texts: bool) -> None:
    """Nobody is suggested to the person any more, and the person to nobody.

    What the person asked for is over at once. What the person was asked stays open for its seeker until its last day,
    whether the person had said no or nothing: the day on which somebody leaves tells nobody what they had answered.
    """
    _end_untouched(profile)
    own = MatchSuggestion.objects.introduced().filter(seeker=profile)
    today = profile.city.today()
    own.filter(state=State.INTRODUCED).update(state=State.EXPIRED)
    own.update(ended_on=today)
    MatchingBreak.objects.filter(profile=profile).delete()


def end_meetings(profile: Profile) -> None:
    """Whoever turns out to be under 18 meets nobody: what was suggested and what waits is over today.

    The seeker of an introduction hears what they would hear after its last day, whatever had been answered.
    """
    _end_untouched(profile)
    rows = MatchSuggestion.objects.introduced().filter(Q(seeker=profile) | Q(person=profile))
    for row in rows.with_sides().order_by("pk"):
        end_introduction(row, profile.city.today())


def _end_untouched(profile: Profile) -> None:
    today = profile.city.today()
    for side in ("seeker", "person"):
        rows = MatchSuggestion.objects.untouched().filter(**{side: profile})
        rows.update(state=State.EXPIRED, ended_on=today, rests_until=today)
