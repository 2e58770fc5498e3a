"""A city that wants to learn something, and people who can."""

from datetime import timedelta
from typing import Any

from growth.actions.invitations import invite_holders
from growth.models import Engine, Round
from stakeholders.models import Organisation, Profile
from tests.factories import MembershipFactory, ProfileFactory, RepresentationFactory, StrengthClaimFactory

SENTENCE = {"en": "You bake, and our children want to"}


def make_capable(engine: Engine, city: Any, *, visibility: str = "city", **more: Any) -> Profile:
    """A resident with an account who can do what the engine is about."""
    person = ProfileFactory(user=MembershipFactory(city=city).user, **more)
    StrengthClaimFactory(profile=person, area=engine.area, visibility=visibility)
    return person


def make_capable_organisation(engine: Engine, city: Any) -> Organisation:
    """One that can, and for which somebody speaks."""
    speaker = RepresentationFactory(profile=ProfileFactory(user=MembershipFactory(city=city).user))
    StrengthClaimFactory(profile=None, organisation=speaker.organisation, area=engine.area, visibility="public")
    return speaker.organisation


def invite(engine: Engine, *holders: Any, actor: Any, days: int = 21) -> Round:
    """They are invited, with a sentence."""
    ends_on = engine.city.today() + timedelta(days=days)
    return invite_holders(engine, holders, actor=actor, sentence=SENTENCE, ends_on=ends_on)
