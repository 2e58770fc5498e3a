from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from programs import rules


class ProgramQuerySet(CityQuerySet):
    def live(self) -> "ProgramQuerySet":
        """The one that the city plans or runs now, if any."""
        return self.filter(state__in=Program.LIVE)

    def signed(self) -> "ProgramQuerySet":
        """Those the city stands by today."""
        return self.filter(state__in=[Program.State.SIGNED, Program.State.ACTIVE, Program.State.SUSPENDED])

    def carried(self) -> "ProgramQuerySet":
        """Those on which labs can begin: what the city stands by, and what it carries on by itself after the five years."""
        return self.signed() | self.filter(state=Program.State.SUSTAINING)


class ProgramManager(CityManager.from_queryset(ProgramQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ProgramQuerySet`."""


class Program(Stateful, CityModel):
    """The city's five years. Exactly five, contiguous: a constraint trigger keeps it so."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("program", "proposed")
        SIGNED = "signed", pgettext_lazy("program", "signed")
        ACTIVE = "active", pgettext_lazy("program", "active")
        SUSPENDED = "suspended", pgettext_lazy("program", "suspended")
        COMPLETED = "completed", pgettext_lazy("program", "completed")
        SUSTAINING = "sustaining", pgettext_lazy("program", "sustained by the city")
        TERMINATED = "terminated", pgettext_lazy("program", "terminated")

    MOVES: ClassVar = {
        State.PROPOSED: {State.SIGNED, State.TERMINATED},
        State.SIGNED: {State.ACTIVE, State.TERMINATED},
        State.ACTIVE: {State.SUSPENDED, State.COMPLETED, State.TERMINATED},
        State.SUSPENDED: {State.ACTIVE, State.TERMINATED},
        State.COMPLETED: {State.SUSTAINING},
    }
    LIVE: ClassVar = (State.PROPOSED, State.SIGNED, State.ACTIVE, State.SUSPENDED)

    class Pace(models.TextChoices):
        STEADY = "steady", pgettext_lazy("pace", "steady: two years until the city model")
        BRISK = "brisk", pgettext_lazy("pace", "brisk, for small cities: the first expedition in year 1")

    template_version = models.CharField(max_length=20, default="2026-1")
    pace = models.CharField(
        _("pace"), max_length=6, choices=Pace.choices, default=Pace.STEADY, db_default=Pace.STEADY.value
    )
    starts_on = models.DateField(_("starts on"))
    predecessor = CityFK("self", models.PROTECT, null=True, editable=False, related_name="+")
    signed_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    # Who asks to end it before its time, and who asked once it has ended so; a second person agrees.
    end_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # In whose name a deputy asks, as it was then.
    end_requested_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    end_requested_at = models.DateTimeField(null=True, editable=False)
    end_reason = models.TextField(blank=True, default="", db_default="", editable=False)
    # Nobody else was there to agree.
    was_ended_alone = models.BooleanField(default=False, db_default=False, editable=False)

    DATA: ClassVar = {
        "public": "starts_on state",
        "internal": "template_version pace signed_at end_requested_at was_ended_alone",
        "staff": "end_reason",
    }

    objects = ProgramManager()

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["city"],
                name="programs_one_live",
                violation_error_code="starts_on",
                violation_error_message=_("The city already has a program. End it before you set up another one."),
                condition=Q(state__in=["proposed", "signed", "active", "suspended"]),
            ),
            models.CheckConstraint(
                condition=Q(end_requested_at=None, end_reason="", was_ended_alone=False)
                | (
                    Q(end_requested_at__isnull=False, state__in=["signed", "active", "suspended", "terminated"])
                    & ~Q(end_reason="")
                ),
                name="programs_end_requested_why",
                violation_error_code="end_reason",
                violation_error_message=_("Say in a sentence why. Those whom it concerns read it."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.reads_progress,
            "add": rules.is_director,
            "change": rules.is_director,
            "sign": rules.is_director | rules.is_steward,
            "suspend": rules.is_director | rules.is_steward,
            "end": rules.is_director,
            # Who of them is the second person today: `programs.queries.endings`.
            "answer_end_of": rules.is_staff_of_city,
        }

    def __str__(self) -> str:
        return f"{self.starts_on.year}–{self.starts_on.year + 5}"

    @property
    def is_signed(self) -> bool:
        """The city stands by it: signed, running or paused."""
        return self.state in {self.State.SIGNED, self.State.ACTIVE, self.State.SUSPENDED}

    @property
    def is_ended(self) -> bool:
        """Its five years are over, or it was ended before: it stays on record."""
        return self.state not in self.LIVE

    @property
    def is_end_requested(self) -> bool:
        """Does somebody ask to end it before its time, and wait for a second person?"""
        return self.is_signed and self.end_requested_at is not None

    @property
    def signed_on(self) -> date | None:
        """The day from which the city could work on it, by the city's clock; None before it is signed."""
        return self.signed_at.astimezone(self.city.zone).date() if self.signed_at else None

    def get_absolute_url(self) -> str:
        return cached_reverse("program", self.city.slug)


LAST_YEAR = 5


class ProgramYear(Stateful, CityModel):
    """One of the five years."""

    class State(models.TextChoices):
        UPCOMING = "upcoming", pgettext_lazy("year", "upcoming")
        OPEN = "open", pgettext_lazy("year", "open")
        IN_REVIEW = "in_review", pgettext_lazy("year", "waiting to be closed")
        CLOSED = "closed", pgettext_lazy("year", "closed")

    MOVES: ClassVar = {
        State.UPCOMING: {State.OPEN},
        # One that was opened again after its review is closed without another.
        State.OPEN: {State.IN_REVIEW, State.CLOSED},
        State.IN_REVIEW: {State.CLOSED, State.OPEN},
    }

    program = CityFK(Program, models.CASCADE, related_name="years")
    number = models.SmallIntegerField(_("year"))
    starts_on = models.DateField()
    ends_on = models.DateField()
    focus = WordsField(_("focus"), blank=True)
    was_reopened = models.BooleanField(default=False, editable=False)
    # So many days it is longer, because the program was suspended in it.
    suspended_days = models.SmallIntegerField(default=0, db_default=0, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPCOMING)

    DATA: ClassVar = {
        "public": "number starts_on ends_on focus state",
        "internal": "was_reopened suspended_days",
    }

    class Meta:
        ordering = ("number",)
        rules_permissions: ClassVar = {
            "change": rules.is_director,
            "close": rules.is_director,
            "read_review_of": rules.reads_progress | rules.decides_on_review,
        }
        constraints = (
            models.UniqueConstraint(
                fields=["city", "program", "number"],
                name="programs_year_once",
                violation_error_code="number",
                violation_error_message=_("This is there already."),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 5)),
                name="programs_year_of_five",
                violation_error_code="number",
                violation_error_message=_("A program has five years."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="programs_year_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The last day has to be after the first."),
            ),
        )

    def __str__(self) -> str:
        return str(_("Year %(number)s of 5") % {"number": self.number})

    @property
    def is_last(self) -> bool:
        """The program is completed when this year is closed."""
        return self.number == LAST_YEAR

    @property
    def can_be_closed(self) -> bool:
        """It has ended and is in review, or was opened again after its review."""
        return self.state == self.State.IN_REVIEW or (self.state == self.State.OPEN and self.was_reopened)


class Forum(CityModel):
    """The strategic lab forum of a program."""

    program = CityFK(Program, models.CASCADE, related_name="forums")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    DATA: ClassVar = {"internal": "starts_on ends_on"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "program"],
                name="programs_one_forum",
                violation_error_code="program",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"forum {self.pk}"


class Intake(CityModel):
    """An intake of the two-year municipal teacher accelerator."""

    program = CityFK(Program, models.CASCADE, related_name="intakes")
    number = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    DATA: ClassVar = {"internal": "number starts_on ends_on"}

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "program", "number"],
                name="programs_intake_once",
                violation_error_code="number",
                violation_error_message=_("This is there already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="programs_intake_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The last day has to be after the first."),
            ),
        )

    def __str__(self) -> str:
        return f"intake {self.number}"
