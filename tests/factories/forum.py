"""The strategic forum."""

from typing import Any

import factory

from forum.actions.charters import create_charter
from forum.models import AgendaItem, Ballot, Charter, Decision, Meeting, MinutesCorrection, Seat, Statement
from programs.models import Forum, Program
from stakeholders.models import Sector
from tests.factories.days import in_days
from tests.factories.labs import SessionFactory
from tests.factories.programs import ProgramFactory
from tests.factories.stakeholders import OrganisationFactory, ProfileFactory


class CharterFactory(factory.django.DjangoModelFactory):
    """The forum of the city, which has one: of the five years that are there, signed or not, else of new ones."""

    class Meta:
        model = Charter

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        known = Charter.objects.first()
        if known is None:
            program = Program.objects.first() or ProgramFactory(signed=True)
            body, _new = Forum.objects.get_or_create(program=program, defaults={"starts_on": program.starts_on})
            known = create_charter(body)
        for name, value in kwargs.items():
            setattr(known, name, value)
        known.save()
        return known


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    charter = factory.SubFactory(CharterFactory)
    profile = factory.SubFactory(ProfileFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    sector = Sector.PUBLIC
    starts_on = factory.LazyFunction(lambda: in_days(-30))
    ends_on = factory.LazyFunction(lambda: in_days(700))


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    charter = factory.SubFactory(CharterFactory)
    session = factory.LazyAttribute(lambda row: SessionFactory(group=row.charter.group, cohort=None, stage=None))


class MinutesCorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MinutesCorrection

    meeting = factory.SubFactory(MeetingFactory)
    words = {"en": "Omar was there"}


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    charter = factory.SubFactory(CharterFactory)
    title = factory.Sequence(lambda n: {"en": f"Matter {n}"})


class DecisionFactory(factory.django.DjangoModelFactory):
    """Decided by all four sectors, to be reviewed in some months."""

    class Meta:
        model = Decision

    item = factory.SubFactory(AgendaItemFactory, state="decided")
    meeting = factory.LazyAttribute(lambda row: MeetingFactory(charter=row.item.charter))
    words = factory.Sequence(lambda n: {"en": f"We do thing {n}"})
    state = "decided"
    decided_on = factory.LazyFunction(lambda: in_days(-10))
    review_on = factory.LazyFunction(lambda: in_days(300))
    voting, needed, present, sectors, is_advice = 8, 4, 6, "1234", False


class BallotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ballot

    decision = factory.SubFactory(DecisionFactory)
    seat = factory.LazyAttribute(lambda row: SeatFactory(charter=row.decision.item.charter))
    answer = "for"


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    decision = factory.SubFactory(DecisionFactory)
    seat = factory.LazyAttribute(lambda row: SeatFactory(charter=row.decision.item.charter))
    words = "It costs too much"
