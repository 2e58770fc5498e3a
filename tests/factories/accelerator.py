"""The teacher accelerator."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import factory
from django.db import transaction
from django.utils import timezone

from accelerator.models import (
    Accelerator,
    Credential,
    Enrolment,
    Leader,
    Observation,
    Pair,
    Project,
    ProjectNote,
    SigningKey,
    TeacherReflection,
    Term,
    Visit,
)
from meetings.models import Group
from stakeholders.models import Sector
from tests.factories.days import in_days
from tests.factories.labs import SessionFactory
from tests.factories.programs import IntakeFactory
from tests.factories.stakeholders import OrganisationFactory, ProfileFactory


class AcceleratorFactory(factory.django.DjangoModelFactory):
    """An intake with its four terms of 180 days; `day`: how many days from today its first day is."""

    class Meta:
        model = Accelerator

    class Params:
        day = -200

    intake = factory.SubFactory(
        IntakeFactory,
        starts_on=factory.LazyAttribute(lambda row: in_days(row.factory_parent.day)),
        ends_on=factory.LazyAttribute(lambda row: in_days(row.factory_parent.day + 719)),
    )
    group = factory.LazyFunction(lambda: Group.objects.create(kind="accelerator"))
    name = factory.Sequence(lambda n: {"en": f"Intake {n}", "he": f"מחזור {n}"})
    call_opens_on = factory.LazyFunction(lambda: in_days(-5))
    call_closes_on = factory.LazyFunction(lambda: in_days(20))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        # The database wants the four terms by the end of the transaction.
        with transaction.atomic():
            row = super()._create(model_class, *args, **kwargs)
            for number in range(1, 5):
                begins = row.intake.starts_on + timedelta(days=180 * (number - 1))
                Term.objects.create(
                    accelerator=row, number=number, starts_on=begins, ends_on=begins + timedelta(days=179)
                )
        return row


class TermFactory(factory.django.DjangoModelFactory):
    """One of the four that each intake has."""

    class Meta:
        model = Term

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        return AcceleratorFactory().terms.first()


class LeaderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Leader

    accelerator = factory.SubFactory(AcceleratorFactory)
    profile = factory.SubFactory(ProfileFactory)
    place = 1


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """An application that waits for the head of school; `state="enrolled"` and the like are as they come about."""

    class Meta:
        model = Enrolment

    accelerator = factory.SubFactory(AcceleratorFactory)
    profile = factory.SubFactory(ProfileFactory)
    organisation = factory.SubFactory(OrganisationFactory, field="formal")
    sector = Sector.PUBLIC
    why = {"en": "I would like to see other schools"}
    head_email = "head@school.example.org"
    head_asked_on = factory.LazyFunction(lambda: in_days(-1))
    head_mails = 1

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        state = kwargs.get("state", "applied")
        if state not in {"applied", "declined", "withdrawn"}:
            agreed = {"release_hours": 2, "substitute": "Dana", "head_answered_at": timezone.now()}
            kwargs = {**agreed, **kwargs}
        if state in {"enrolled", "year1_done", "deferred", "graduated"}:
            # The place was there before the first session.
            first = datetime.combine(kwargs["accelerator"].intake.starts_on, time(), UTC)
            kwargs.setdefault("enrolled_at", min(first, timezone.now() - timedelta(days=200)))
        if state in {"year1_done", "graduated"}:
            kwargs.setdefault("year1_done_on", in_days(-1))
        if state == "graduated":
            kwargs.setdefault("graduated_on", in_days(-1))
        row = super()._create(model_class, *args, **kwargs)
        taken = Enrolment.objects.filter(accelerator=row.accelerator).holding().count()
        Accelerator.objects.filter(pk=row.accelerator_id).update(places_taken=taken)
        row.accelerator.places_taken = taken
        return row


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visit

    enrolment = factory.SubFactory(EnrolmentFactory, state="enrolled")
    session = factory.LazyAttribute(lambda row: SessionFactory(group=row.enrolment.accelerator.group))
    visited_on = factory.LazyFunction(lambda: in_days(-1))
    note = {"en": "Children taught each other"}


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Project

    enrolment = factory.SubFactory(EnrolmentFactory, state="enrolled")
    question = {"en": "How do we read together?"}
    class_name = "4b"


class ProjectNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProjectNote

    project = factory.SubFactory(ProjectFactory)
    noted_on = factory.LazyFunction(lambda: in_days(-1))
    text = {"en": "We counted"}


class TeacherReflectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeacherReflection

    enrolment = factory.SubFactory(EnrolmentFactory, state="enrolled")
    text = {"en": "I listen more"}
    written_on = factory.LazyFunction(lambda: in_days(-1))


class PairFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pair

    accelerator = factory.SubFactory(AcceleratorFactory)
    number = 1
    first = factory.LazyAttribute(lambda row: EnrolmentFactory(accelerator=row.accelerator, state="enrolled"))
    second = factory.LazyAttribute(lambda row: EnrolmentFactory(accelerator=row.accelerator, state="enrolled"))
    first_school = factory.SelfAttribute("first.organisation")
    second_school = factory.SelfAttribute("second.organisation")


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    pair = factory.SubFactory(PairFactory)
    observer = factory.SelfAttribute("pair.first")
    host = factory.SelfAttribute("pair.second")
    held_on = factory.LazyFunction(lambda: in_days(-1))
    class_name = "4b"
    pupils_do = {"en": "They read to each other"}
    teacher_does = {"en": "Listens"}
    question = {"en": "Why in pairs?"}


class CredentialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Credential

    enrolment = factory.SubFactory(EnrolmentFactory, state="graduated")
    hours = 120
    issued_on = factory.LazyFunction(lambda: in_days(-1))


class SigningKeyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SigningKey

    name = factory.Sequence(lambda n: f"key-{n}")
    private = "sealed"
    public = "public"
