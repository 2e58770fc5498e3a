"""Rows for tests. Factories of tenant rows work in the scope that is open, so related rows share its city."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import factory
from allauth.mfa.models import Authenticator
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
from cities.models import City, Membership
from cities.rules.roles import NEED_SECOND_STEP, forget_roles
from collaborations.models import Collaboration, Endorsement, FollowUp, Party, PartyCommitment
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from exchange.models import Card, CardMark, Exchange, Handshake, Participant
from forum.actions.charters import create_charter
from forum.models import AgendaItem, Ballot, Charter, Decision, Meeting, MinutesCorrection, Seat
from growth.models import Engine, Invitee, Round
from journeys.models import ActivityArea, Expedition, Initiative, Learning
from labs.models import Cohort, CohortMember, Lab
from matching.models import MatchingBreak, MatchSuggestion
from meetings.models import Group, Session
from network_map.models import MapChoice
from programs.models import Forum, Program
from stakeholders.models import (
    AgeBand,
    Area,
    Commitment,
    Organisation,
    Profile,
    Representation,
    Sector,
    Site,
    StrengthClaim,
)

CLOCKS = ZoneInfo("Asia/Jerusalem")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    language = "en"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        user = model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", None), **kwargs)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user


def add_second_step(user: Any) -> None:
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "test"}})
    forget_roles(user)


class CityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = City

    slug = factory.Sequence(lambda n: f"city-{n}")
    name = factory.Sequence(lambda n: {"en": f"City {n}", "he": f"עיר {n}", "ar": f"مدينة {n}"})
    state = City.State.ACTIVE
    is_public = True


def make_city() -> City:
    """The city of most tests."""
    return CityFactory(slug="bat-galim", name={"en": "Bat Galim", "he": "בת גלים", "ar": "بات جليم"})


def make_other_city() -> City:
    return CityFactory(slug="har-ilan", name={"en": "Har Ilan", "he": "הר אילן", "ar": "هار إيلان"})


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role that gives what it gives: who needs a second step at sign-in has one, unless `second_step=False`."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    city = factory.SubFactory(CityFactory)
    role = "resident"
    starts_on = date(2020, 1, 1)

    @factory.post_generation
    def second_step(self: Any, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        if wanted is not False and self.role in NEED_SECOND_STEP:
            add_second_step(self.user)


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    display_name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"


class ChildFactory(ProfileFactory):
    age_band = AgeBand.CHILD
    needs_guardian = True
    next_band_month = date(2030, 5, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: {"en": f"Organisation {n}", "he": f"ארגון {n}"})
    sector = Sector.PUBLIC
    state = Organisation.State.ACTIVE


class RepresentationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Representation

    profile = factory.SubFactory(ProfileFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = date(2020, 1, 1)
    accepted_at = datetime(2020, 1, 1, tzinfo=UTC)


class CommitmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commitment

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "hours"
    title = factory.Sequence(lambda n: {"en": f"Commitment {n}", "he": f"התחייבות {n}"})
    quantity = 12
    unit = "hours"
    period = 2025
    promised_on = date(2025, 9, 1)
    due_on = date(2099, 6, 1)


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: {"en": f"Site {n}", "he": f"אתר {n}"})
    kind = "school"


class AreaFactory(factory.django.DjangoModelFactory):
    """A word of the network, whichever scope is open."""

    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"area-{n}")
    label = factory.LazyAttribute(lambda a: {"en": a.code, "he": a.code, "ar": a.code})

    @classmethod
    def _create(cls, *args, **kwargs):
        with city_scope(None):
            return super()._create(*args, **kwargs)


class OwnAreaFactory(AreaFactory):
    """A word of the scope's city."""

    code = factory.Sequence(lambda n: f"own-{n}")
    parent = factory.SubFactory(AreaFactory)

    @classmethod
    def _create(cls, *args, **kwargs):
        return super(AreaFactory, cls)._create(*args, **kwargs)


class StrengthClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrengthClaim

    profile = factory.SubFactory(ProfileFactory)
    area = factory.SubFactory(AreaFactory)
    kind = "strength"


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


def daytime_in_a_week(*, minutes: int) -> datetime:
    """A moment a week from today, so many minutes past ten in the morning by the clocks of the cities of these tests.

    Counted from now instead, a session of two hours would end on the next day whenever the tests run in the evening.
    """
    day = timezone.now().astimezone(CLOCKS).date() + timedelta(days=7)
    return datetime.combine(day, time(10), CLOCKS).astimezone(UTC) + timedelta(minutes=minutes)


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

    commitment = factory.SubFactory("tests.factories.CommitmentFactory")
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


def in_days(days: int) -> date:
    """The date so many days from today."""
    return timezone.now().date() + timedelta(days=days)


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


class ExchangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exchange

    title = factory.Sequence(lambda n: {"en": f"Evening {n}"})
    code = factory.Sequence(lambda n: f"{n:06d}")
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    exchange = factory.SubFactory(ExchangeFactory)
    first_name = factory.Sequence(lambda n: f"Guest {n}")
    language = "en"


class CardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Card

    participant = factory.SubFactory(ParticipantFactory)
    exchange = factory.SelfAttribute("participant.exchange")
    kind = Card.Kind.NEED
    text = factory.Sequence(lambda n: f"Line {n}")
    language = "en"
    key = factory.LazyFunction(uuid4)


class CardMarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CardMark

    card = factory.SubFactory(CardFactory)
    participant = factory.LazyAttribute(lambda row: ParticipantFactory(exchange=row.card.exchange))
    kind = CardMark.Kind.CAN


class HandshakeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Handshake

    card = factory.SubFactory(CardFactory)
    other = factory.LazyAttribute(lambda row: ParticipantFactory(exchange=row.card.exchange))
    is_by_owner = False


class IntakeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "programs.Intake"

    program = factory.LazyFunction(lambda: Program.objects.first() or ProgramFactory(signed=True))
    number = factory.Sequence(lambda n: 10 + n)
    starts_on = factory.LazyFunction(lambda: in_days(-200))
    ends_on = factory.LazyFunction(lambda: in_days(519))


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
