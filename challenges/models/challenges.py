from datetime import date, datetime, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges import rules
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet, SharedFK
from labs.models import Lab
from stakeholders.models import Area, Level


class ChallengeQuerySet(CityQuerySet):
    def open_on(self, day: date) -> "ChallengeQuerySet":
        """Those to which residents may bring something on that day."""
        last = Q(closes_on=None) | Q(closes_on__gte=day)
        return self.filter(last, state=Challenge.State.OPEN)

    def with_area_label(self) -> "ChallengeQuerySet":
        """Each with the name of its area as `area_label`: a row of its own for each area costs a list a tenth."""
        return self.annotate(area_label=F("area__label"))


class ChallengeManager(CityManager.from_queryset(ChallengeQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ChallengeQuerySet`."""


class Challenge(Stateful, CityModel):
    """A question of the city to its residents."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        FRAMED = "framed", _("not open yet")
        OPEN = "open", _("open")
        REVIEWING = "reviewing", _("being reviewed")
        ANSWERED = "answered", _("answered")
        IN_ACTION = "in_action", _("in action")
        CLOSED = "closed", _("closed")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("merged")

    class NamePolicy(models.TextChoices):
        FULL = "full", _("full name")
        FIRST = "first", _("first name and neighbourhood")
        PSEUDONYM = "pseudonym", _("a name of your choice")

    MOVES: ClassVar = {
        State.PROPOSED: {State.ACCEPTED, State.DECLINED, State.MERGED},
        State.ACCEPTED: {State.FRAMED, State.DECLINED},
        State.FRAMED: {State.OPEN},
        State.OPEN: {State.REVIEWING},
        State.REVIEWING: {State.ANSWERED, State.OPEN},
        State.ANSWERED: {State.IN_ACTION, State.CLOSED},
        State.IN_ACTION: {State.CLOSED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.OPEN: _("This challenge has already been opened."),
        State.REVIEWING: _("This challenge is already being reviewed."),
        State.ANSWERED: _("This challenge has already been answered."),
        State.CLOSED: _("This challenge has already been closed."),
    }
    PUBLIC: ClassVar = (State.OPEN, State.REVIEWING, State.ANSWERED, State.IN_ACTION, State.CLOSED)

    lab = CityFK(Lab, models.PROTECT, null=True, blank=True, related_name="challenges")
    area = SharedFK(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area"))
    question = WordsField(_("question"))
    intro = WordsField(_("two sentences about it"), blank=True)
    steps = WordsField(_("how it will go, one step a line"), blank=True)
    when = WordsField(_("when"), blank=True)
    where = WordsField(_("where"), blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_taken = models.PositiveIntegerField(default=0, editable=False)
    name_policy = models.CharField(_("name shown"), max_length=10, choices=NamePolicy.choices, default=NamePolicy.FIRST)
    min_age = models.PositiveSmallIntegerField(
        _("from age"), null=True, blank=True, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    # What an idea, a support or taking part asks of whoever sends it.
    least_verification = models.PositiveSmallIntegerField(
        _("who may take part"), choices=Level.choices, default=Level.MAIL, db_default=0
    )
    contributions_count = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)

    DATA: ClassVar = {
        "public": "question intro steps when where places places_taken min_age least_verification contributions_count opened_at closes_on state",
        "internal": "name_policy",
    }

    objects = ChallengeManager()

    class Meta:
        ordering = ("-opened_at", "-id")
        verbose_name = _("challenge")
        constraints = (
            models.CheckConstraint(
                condition=Q(places=None) | Q(places_taken__lte=F("places")),
                name="challenges_places",
                violation_error_code="places",
                violation_error_message=_("There cannot be fewer places than people."),
            ),
        )
        indexes = (models.Index(fields=["city", "state", "-opened_at"], name="challenges_open"),)
        rules_permissions: ClassVar = {
            "manage": rules.is_director | rules.is_facilitator,
            "add": rules.is_director | rules.is_facilitator,
            "change": rules.is_director | rules.is_lab_facilitator,
            "open": rules.is_director | rules.is_lab_facilitator,
            "enter_ideas": rules.is_director | rules.is_lab_facilitator,
        }

    def __str__(self) -> str:
        return translate_plain(self.question)

    @property
    def is_open(self) -> bool:
        """May residents bring something today?"""
        return self.state == self.State.OPEN and not (self.closes_on and self.closes_on < self.city.today())

    @property
    def is_over(self) -> bool:
        """Still open, and past its last day: nobody has closed it yet."""
        return self.state == self.State.OPEN and not self.is_open

    @property
    def has_facts(self) -> bool:
        """Is there anything to say of when, where and for whom it is?"""
        counts_people = self.places_taken or (self.places and self.is_open)
        has_days = any(phase.first_day or phase.last_day for phase in self.phases.all())
        return any(
            (self.when, self.where, counts_people, has_days, self.min_age, self.least_verification, self.closes_on)
        )

    @property
    def gathers_from(self) -> date | None:
        """The day to come, by the city's clock, on which an open challenge begins to take ideas; None without one."""
        first = next((phase for phase in self.phases.all() if phase.kind == Phase.Kind.GATHER), None)
        if not self.is_open or first is None or first.opens_at is None or first.opens_at <= timezone.now():
            return None
        return first.first_day

    def takes(self, kind: str) -> bool:
        """Does the challenge take now what this phase allows? One without any phases takes everything while it is open."""
        phases, now = list(self.phases.all()) if self.is_open else None, timezone.now()
        return phases == [] or any(phase.kind == kind and phase.is_open(now) for phase in phases or ())

    def get_absolute_url(self) -> str:
        return reverse("challenge", args=[self.city.slug, self.pk])


class Phase(CityModel):
    """What a challenge allows, and when. Dates are optional: an open end stays open until a person closes it."""

    class Kind(models.TextChoices):
        GATHER = "gather", _("gather ideas")
        DISCUSS = "discuss", _("discuss")
        SUPPORT = "support", _("support")
        TEAM = "team", _("form teams")
        ACT = "act", _("act")
        REPORT = "report", _("report")

    challenge = CityFK(Challenge, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    DATA: ClassVar = {"public": "kind opens_at closes_at"}

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "challenge", "kind"],
                name="challenges_phase_once",
                violation_error_code="kind",
                violation_error_message=_("The challenge has this phase already."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="challenges_phase_forward",
                violation_error_code="closes_at",
                violation_error_message=_("A phase cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return self.kind

    @property
    def first_day(self) -> date | None:
        """By the city's clock."""
        return self.opens_at.astimezone(self.city.zone).date() if self.opens_at else None

    @property
    def last_day(self) -> date | None:
        """The last day with a moment in it, by the city's clock."""
        return (
            (self.closes_at - timedelta(microseconds=1)).astimezone(self.city.zone).date() if self.closes_at else None
        )

    def is_open(self, now: datetime) -> bool:
        """Does it run at that moment?"""
        return (self.opens_at is None or self.opens_at <= now) and (self.closes_at is None or now < self.closes_at)
