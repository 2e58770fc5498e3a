"""Labs, cohorts, their sessions, and what a cohort makes on its way."""

from datetime import date, timedelta

import factory

from journeys.models import ActivityArea, Expedition, Initiative, Learning
from labs.models import Cohort, CohortMember, Lab
from meetings.models import Group, Session
from stakeholders.models import Sector
from tests.factories.days import daytime_in_a_week
from tests.factories.stakeholders import AreaFactory, OrganisationFactory, ProfileFactory


class LabFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lab

    name = factory.Sequence(lambda n: {"en": f"Lab {n}", "he": f"מעבדה {n}"})
    state = Lab.State.LAUNCHED


class CohortFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cohort

    lab = factory.SubFactory(LabFactory)
    group = factory.LazyFunction(lambda: Group.objects.create(kind="cohort"))
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: {"en": f"Cohort {n}", "he": f"מחזור {n}"})
    state = Cohort.State.RUNNING


class CohortMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CohortMember

    cohort = factory.SubFactory(CohortFactory)
    profile = factory.SubFactory(ProfileFactory)
    sector = Sector.PUBLIC
    state = CohortMember.State.ACTIVE


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    class Params:
        cohort = factory.SubFactory(CohortFactory)

    group = factory.SelfAttribute("cohort.group")
    stage = 1
    title = factory.Sequence(lambda n: {"en": f"Session {n}", "he": f"מפגש {n}"})
    starts_at = factory.Sequence(lambda n: daytime_in_a_week(minutes=n % 480))
    ends_at = factory.LazyAttribute(lambda s: s.starts_at + timedelta(hours=2))
    place = "Library"
    state = Session.State.SCHEDULED


class ActivityAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityArea

    cohort = factory.SubFactory(CohortFactory)
    area = factory.SubFactory(AreaFactory)
    reason = factory.LazyFunction(lambda: {"en": "It is ours"})
    decided_on = date(2026, 1, 1)


class ExpeditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Expedition

    cohort = factory.SubFactory(CohortFactory)
    question = factory.Sequence(lambda n: {"en": f"What do they do there, {n}?"})
    place = "Elsewhere"
    starts_on = date(2026, 1, 10)
    ends_on = date(2026, 1, 11)


class LearningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Learning

    expedition = factory.SubFactory(ExpeditionFactory)
    observation = factory.Sequence(lambda n: f"We saw {n}")
    principle = factory.Sequence(lambda n: f"Principle {n}")
    language = "en"


class InitiativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Initiative

    cohort = factory.SubFactory(CohortFactory)
    title = factory.Sequence(lambda n: {"en": f"Initiative {n}"})
    owner = factory.SubFactory(OrganisationFactory)
    starts_on = date(2026, 1, 1)
    due_on = date(2027, 6, 30)
