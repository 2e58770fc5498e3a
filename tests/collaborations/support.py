"""People of a city who could do something together."""

from typing import Any

from collaborations.actions.proposals import agree_to_collaboration, propose_collaboration
from collaborations.models import Collaboration, Party
from stakeholders.models import Profile
from tests.factories import MembershipFactory, ProfileFactory

WORDS = {
    "title": {"en": "A garden behind the school"},
    "purpose": {"en": "Children see things grow"},
    "circle": "school",
}


def make_person(city: Any, **more: Any) -> Profile:
    """A resident with an account."""
    return ProfileFactory(user=MembershipFactory(city=city).user, **more)


def propose(own: Any, *others: Any, actor: Any = None, **more: Any) -> Collaboration:
    """A proposal by `own`."""
    return propose_collaboration(others, actor=actor or own.user, own=own, **{**WORDS, **more})


def agree_all(row: Collaboration) -> Collaboration:
    """Every side that is asked agrees."""
    for side in row.parties.filter(state=Party.State.ASKED).select_related("profile", "organisation"):
        assert side.profile, "organisations answer by their representatives"
        agree_to_collaboration(side, actor=side.profile.user)
    row.refresh_from_db()
    return row
