"""Who works together, is brought together, is asked, and stands on the map."""

from typing import Any

import factory

from collaborations.models import Collaboration, Endorsement, FollowUp, Party, PartyCommitment
from growth.models import Engine, Invitee, Round
from matching.models import MatchingBreak, MatchSuggestion
from network_map.models import MapChoice
from tests.factories.days import in_days
from tests.factories.stakeholders import AreaFactory, CommitmentFactory, ProfileFactory


class CollaborationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Collaboration

    title = factory.Sequence(lambda n: {"en": f"Collaboration {n}"})
    circle = Collaboration.Circle.CITY
    proposed_on = factory.LazyFunction(lambda: in_days(-1))
    answer_by = factory.LazyFunction(lambda: in_days(29))


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Party

    collaboration = factory.SubFactory(CollaborationFactory)
    profile = factory.SubFactory(ProfileFactory)


class PartyCommitmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartyCommitment

    commitment = factory.SubFactory(CommitmentFactory)
    party = factory.LazyAttribute(
        lambda one: PartyFactory(profile=None, organisation=one.commitment.organisation, state="agreed")
    )


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FollowUp

    collaboration = factory.SubFactory(CollaborationFactory, state="completed")
    text = {"en": "It goes on every week"}
    by = factory.SubFactory(ProfileFactory)


class EndorsementFactory(factory.django.DjangoModelFactory):
    """A strength that one of two sides of a collaboration under way saw in the other."""

    class Meta:
        model = Endorsement

    collaboration = factory.SubFactory(CollaborationFactory, state="active")
    giver = factory.SubFactory(ProfileFactory)
    receiver = factory.SubFactory(ProfileFactory)
    area = factory.SubFactory(AreaFactory)
    given_on = factory.LazyFunction(lambda: in_days(-1))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        for name in ("giver", "receiver"):
            if kwargs["collaboration"] is not None:
                side = {"collaboration": kwargs["collaboration"], "profile": kwargs[name]}
                Party.objects.get_or_create(**side, defaults={"state": "agreed"})
        return super()._create(model_class, *args, **kwargs)


class MatchSuggestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchSuggestion

    seeker = factory.SubFactory(ProfileFactory)
    person = factory.SubFactory(ProfileFactory)
    score = 1000
    shown_on = factory.LazyFunction(lambda: in_days(-1))
    ends_on = factory.LazyFunction(lambda: in_days(59))
    rests_until = factory.LazyFunction(lambda: in_days(89))


class MatchingBreakFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchingBreak

    profile = factory.SubFactory(ProfileFactory)


class EngineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Engine

    area = factory.SubFactory(AreaFactory)
    named_on = factory.LazyFunction(lambda: in_days(-90))


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Round

    engine = factory.SubFactory(EngineFactory)
    sentence = {"en": "You do what we would like to learn"}
    ends_on = factory.LazyFunction(lambda: in_days(20))


class InviteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitee

    round = factory.SubFactory(RoundFactory)
    engine = factory.SelfAttribute("round.engine")
    profile = factory.SubFactory(ProfileFactory)


class MapChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MapChoice

    profile = factory.SubFactory(ProfileFactory)
    level = MapChoice.Level.STAFF
    chosen_on = factory.LazyFunction(lambda: in_days(-1))
