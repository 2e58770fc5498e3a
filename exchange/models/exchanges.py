from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.retention import PERIODS
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from exchange import rules
from exchange.values import MINUTES
from meetings.models import Session
from stakeholders.models import Profile, Sector


class Exchange(Stateful, CityModel):
    """An exchange on which people write offers and needs, read them to each other and shake hands on some of them."""

    class State(models.TextChoices):
        WRITING = "writing", pgettext_lazy("exchange", "silent writing")
        ROUND_1 = "round_1", pgettext_lazy("exchange", "first round")
        ROUND_2 = "round_2", pgettext_lazy("exchange", "second round")
        ROUND_3 = "round_3", pgettext_lazy("exchange", "third round")
        WALK = "walk", pgettext_lazy("exchange", "walk past the cards")
        HANDSHAKES = "handshakes", pgettext_lazy("exchange", "handshakes")
        ENDED = "ended", pgettext_lazy("exchange", "ended")

    # On, and back by one: a button pressed too early does no harm.
    MOVES: ClassVar = {
        State.WRITING: {State.ROUND_1, State.ENDED},
        State.ROUND_1: {State.ROUND_2, State.WRITING, State.ENDED},
        State.ROUND_2: {State.ROUND_3, State.ROUND_1, State.ENDED},
        State.ROUND_3: {State.WALK, State.ROUND_2, State.ENDED},
        State.WALK: {State.HANDSHAKES, State.ROUND_3, State.ENDED},
        State.HANDSHAKES: {State.ENDED, State.WALK},
    }
    ALREADY: ClassVar = {State.ENDED: _("This exchange has ended already.")}
    ROUNDS = (State.ROUND_1, State.ROUND_2, State.ROUND_3)

    title = WordsField(_("title"))
    session = CityFK(
        Session, models.PROTECT, null=True, blank=True, related_name="exchanges", verbose_name=_("session")
    )
    code = models.CharField(max_length=6, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WRITING)
    state_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # What came of it, counted when it ended: the cards themselves go after some weeks.
    people = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    offers = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    needs = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    handshakes = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    open_needs = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    DATA: ClassVar = {
        "internal": "title state state_at opened_at closes_at ended_at people offers needs handshakes open_needs",
        "secret": "code",
    }

    class Meta:
        ordering = ("-opened_at", "-id")
        verbose_name = _("exchange of offers and needs")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "code"],
                name="exchange_code",
                violation_error_code="code",
                violation_error_message=_("Another exchange has this code now."),
                condition=~Q(code=""),
            ),
            models.UniqueConstraint(
                fields=["city", "session"],
                name="exchange_of_session",
                violation_error_code="session",
                violation_error_message=_("This session has an exchange already."),
                condition=Q(session__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(state="ended"),
                name="exchange_end",
                violation_error_code="ended_at",
                violation_error_message=_("Only an exchange that has ended has an end."),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_director | rules.is_facilitator,
            "add": rules.is_director | rules.is_facilitator,
            "lead": rules.is_director | rules.is_facilitator,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("exchange", self.city.slug, self.pk)

    @property
    def is_over(self) -> bool:
        """Has it ended?"""
        return self.state == self.State.ENDED

    @property
    def kept_days(self) -> int:
        """After how many days its people and their cards are deleted."""
        return PERIODS["exchange_cards"].days

    @property
    def takes_people(self) -> bool:
        """Can somebody come in by the code now?"""
        return bool(self.code) and not self.is_over and self.closes_at > timezone.now()

    @property
    def is_writable(self) -> bool:
        """Do cards and marks arrive? Until it closes: what a phone kept without a network comes later."""
        return self.closes_at > timezone.now()

    @property
    def round_number(self) -> int:
        """Which of the three rounds it is in; 0 in none."""
        return self.ROUNDS.index(self.state) + 1 if self.state in self.ROUNDS else 0

    @property
    def next_state(self) -> str:
        """What comes next; "" at the end."""
        states = list(self.State)
        return "" if self.is_over else states[states.index(self.State(self.state)) + 1]

    @property
    def state_before(self) -> str:
        """What came before; "" at the beginning and at the end."""
        states = list(self.State)
        place = states.index(self.State(self.state))
        return "" if self.is_over or not place else states[place - 1]

    @property
    def state_until(self) -> datetime | None:
        """When the part of now should be over by the plan; None after the end."""
        minutes = MINUTES.get(self.state)
        return self.state_at + timedelta(minutes=minutes) if minutes else None


class Team(models.TextChoices):
    """The name of pupils on the wall: nobody reads the name of a child."""

    BLUE = "blue", _("Team blue")
    GREEN = "green", _("Team green")
    YELLOW = "yellow", _("Team yellow")
    RED = "red", _("Team red")
    VIOLET = "violet", _("Team violet")
    ORANGE = "orange", _("Team orange")


class ParticipantQuerySet(CityQuerySet):
    def present(self) -> "ParticipantQuerySet":
        """Those whom nobody has taken out."""
        return self.filter(removed_at=None)


class ParticipantManager(CityManager.from_queryset(ParticipantQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ParticipantQuerySet`."""


class Participant(CityModel):
    """Who takes part: somebody of the city, a guest with a first name alone, or a pupil, whom only the team's name names."""

    exchange = CityFK(Exchange, models.CASCADE, related_name="participants")
    # None: a guest of the exchange, or somebody whose cards were typed in.
    profile = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    first_name = models.CharField(_("first name"), max_length=40, blank=True)
    team = models.CharField(max_length=6, choices=Team.choices, blank=True, editable=False)
    # Tells apart those of one team.
    team_place = models.PositiveSmallIntegerField(null=True, editable=False)
    sector = models.SmallIntegerField(_("sector"), choices=Sector.choices, null=True, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    # The number of the group in each round, from 1; 0: sits with who leads the exchange.
    groups = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), editable=False)
    # False: the cards were typed in, or the person has left the city; the link opens nothing then.
    has_phone = models.BooleanField(default=True, db_default=True, editable=False)
    # By who leads the exchange; the person reads both on the phone.
    removed_at = models.DateTimeField(null=True, editable=False)
    renamed_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {
        "internal": "sector language groups has_phone removed_at renamed_at joined_at changed_at",
        "personal": "profile first_name",
        "child": "team team_place",
    }

    objects = ParticipantManager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("participant of an exchange")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "exchange", "profile"],
                name="exchange_participant_once",
                violation_error_code="profile",
                violation_error_message=_("This person takes part already."),
                condition=Q(profile__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(team="") | Q(first_name=""),
                name="exchange_no_name_of_a_child",
                violation_error_code="first_name",
                violation_error_message=_("A pupil is named by the team alone."),
            ),
        )

    def __str__(self) -> str:
        return self.first_name or str(self.get_team_display())

    @property
    def name(self) -> str:
        """What others read: a first name, or the name of a team."""
        return str(self) or str(_("a guest"))

    @property
    def label(self) -> str:
        """The same where two of one team stand beside each other: with a number."""
        return f"{self.name} {self.team_place}" if self.team_place else self.name

    @property
    def is_served(self) -> bool:
        """Does the person's own link open anything now?"""
        return self.removed_at is None and self.has_phone and self.exchange.is_writable

    @property
    def is_minor(self) -> bool:
        """Is it a pupil?"""
        return bool(self.team)
