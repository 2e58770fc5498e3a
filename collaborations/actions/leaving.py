"""A person leaves, or is erased: what of them stays with collaborations, and what goes."""

from typing import Any

from collaborations import verbs
from collaborations.actions.letters import forget_letters
from collaborations.actions.outcomes import conclude_answers
from collaborations.actions.own_words import take_words
from collaborations.models import Collaboration, FollowUp, Party
from collaborations.queries import list_interested_users
from educities.activity.actions.records import record
from educities.kit.rows import lock_row
from stakeholders.models import Profile

State = Collaboration.State


def leave_collaborations(profile: Profile, keep_texts: bool) -> None:
    """The person is no side of what is proposed or runs: with two others it goes on, else it is over, and they hear of it.

    Completed ones stay as they were, for what is counted. Where the texts go, the person's own words are gone, and no
    others: see `take_words`. Letters go with whoever wrote them.
    """
    leave_sides(profile)
    forget_letters(profile)
    if not keep_texts:
        Party.objects.filter(profile=profile).update(gives={})
        FollowUp.objects.filter(by=profile).delete()
        take_words(profile)


def leave_sides(profile: Profile) -> None:
    """The person, who leaves or turns out to be under 18, is no side of what is proposed or runs, and leads no group."""
    own = Party.objects.filter(profile=profile, collaboration__in=Collaboration.objects.live())
    for party in own.select_related("collaboration").order_by("collaboration_id"):
        _leave_one(party)
    # The class or group stays a side of its school, and whoever speaks for the school leads it.
    Party.objects.filter(led_by=profile).update(led_by=None)


def _leave_one(party: Party) -> None:
    row = lock_row(party.collaboration, "city")
    party.refresh_from_db(fields=["state"])
    if party.state != Party.State.DECLINED:
        party.move(Party.State.DECLINED)
    # Without an answer: whoever has left is told apart from whoever said no.
    Party.objects.filter(pk=party.pk).update(answered_at=None)
    if row.state == State.PROPOSED:
        conclude_answers(row, None)
    elif row.parties.filter(state=Party.State.AGREED).count() < 2:
        row.move(State.ENDED_EARLY, ended_on=row.city.today())
        facts: dict[str, Any] = {"circle": row.circle, "state": row.state}
        record(verbs.ENDED, row, actor=None, notify=list_interested_users(row), note={"title": row.title}, **facts)
