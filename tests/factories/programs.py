"""The five years, their indicators and intakes, and challenges."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone

from programs.models import Program
from tests.factories.days import in_days


class ProgramFactory(factory.django.DjangoModelFactory):
    """Five years with their milestones, as the action lays them out; `signed=True` signs them too.

    `signed_on`: it was signed on that day, at noon.
    """

    class Meta:
        model = "programs.Program"

    starts_on = date(2024, 9, 1)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        from programs.actions import propose_program
        from programs.actions.signing import put_in_force

        actor = kwargs.pop("actor", None)
        signed_on = kwargs.pop("signed_on", None)
        signed = kwargs.pop("signed", False) or signed_on is not None
        program = propose_program(starts_on=kwargs["starts_on"], actor=actor)
        program = put_in_force(program, actor=actor) if signed else program
        if signed_on:
            program.signed_at = datetime.combine(signed_on, time(12), UTC)
            program.save()
        return program


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "programs.Indicator"

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: {"en": f"Indicator {n}", "he": f"מדד {n}", "ar": f"مؤشر {n}"})


class AnnotationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "programs.Annotation"

    indicator = factory.SubFactory(IndicatorFactory)
    happened_on = factory.Sequence(lambda n: date(2020, 1, 1) + timedelta(days=n))
    text = factory.Sequence(lambda n: {"en": f"A new school, {n}", "he": f"בית ספר חדש, {n}"})


class ChallengeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "challenges.Challenge"

    question = factory.Sequence(lambda n: {"en": f"Question {n}?", "he": f"שאלה {n}?"})
    intro = {"en": "Two sentences. About it."}
    state = "open"
    opened_at = factory.LazyFunction(timezone.now)


class IntakeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "programs.Intake"

    program = factory.LazyFunction(lambda: Program.objects.first() or ProgramFactory(signed=True))
    number = factory.Sequence(lambda n: 10 + n)
    starts_on = factory.LazyFunction(lambda: in_days(-200))
    ends_on = factory.LazyFunction(lambda: in_days(519))
