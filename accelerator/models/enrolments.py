from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accelerator import rules
from accelerator.models.intakes import Accelerator
from accelerator.values import MOST_RELEASE
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from meetings.models import Session
from stakeholders.models import Organisation, Profile, Sector


class EnrolmentQuerySet(CityQuerySet):
    def asked(self) -> "EnrolmentQuerySet":
        """Of teachers who may answer an invitation to a session: those who come."""
        return self.filter(state__in=rules.COMES)

    def active(self) -> "EnrolmentQuerySet":
        """Of teachers who are expected."""
        return self.filter(state__in=rules.COMES)

    def awaiting_consent(self) -> "EnrolmentQuerySet":
        """Nobody: teachers are grown up."""
        return self.none()

    def joined_before(self, moment: object) -> "EnrolmentQuerySet":
        """Places that were given before the moment."""
        return self.filter(enrolled_at__lt=moment)

    def holding(self) -> "EnrolmentQuerySet":
        """Those that take one of the places, also a kept one."""
        return self.filter(state__in=rules.HOLDS)

    def in_order(self) -> "EnrolmentQuerySet":
        """Those to whom their head has agreed, in the order in which they applied: the waiting list."""
        return self.filter(state=Enrolment.State.HEAD_APPROVED).order_by("applied_at", "pk")

    def with_names(self) -> "EnrolmentQuerySet":
        """With what a line about each of them needs, in the same query."""
        return self.select_related("city", "accelerator__intake", "profile__user", "organisation")


class EnrolmentManager(CityManager.from_queryset(EnrolmentQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `EnrolmentQuerySet`."""


class Enrolment(Stateful, CityModel):
    """A teacher's way through the accelerator, from the application on."""

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("enrolment", "waits for the head of school")
        HEAD_APPROVED = "head_approved", pgettext_lazy("enrolment", "waits for the city’s decision")
        DECLINED = "declined", pgettext_lazy("enrolment", "declined")
        ENROLLED = "enrolled", pgettext_lazy("enrolment", "enrolled")
        YEAR1_DONE = "year1_done", pgettext_lazy("enrolment", "in the second year")
        DEFERRED = "deferred", pgettext_lazy("enrolment", "deferred")
        WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "withdrawn")
        GRADUATED = "graduated", pgettext_lazy("enrolment", "graduated")

    MOVES: ClassVar = {
        State.APPLIED: {State.HEAD_APPROVED, State.DECLINED, State.WITHDRAWN},
        State.HEAD_APPROVED: {State.ENROLLED, State.DECLINED, State.WITHDRAWN},
        State.ENROLLED: {State.YEAR1_DONE, State.DEFERRED, State.WITHDRAWN},
        State.YEAR1_DONE: {State.GRADUATED, State.DEFERRED, State.WITHDRAWN},
        State.DEFERRED: {State.ENROLLED, State.YEAR1_DONE, State.WITHDRAWN},
    }
    ALREADY: ClassVar = {
        State.HEAD_APPROVED: _("The head of school has agreed already."),
        State.DECLINED: _("This application was declined."),
        State.ENROLLED: _("This teacher is enrolled already."),
        State.YEAR1_DONE: _("The first year is completed already."),
        State.DEFERRED: _("This place is deferred already."),
        State.WITHDRAWN: _("This application was withdrawn."),
        State.GRADUATED: _("This teacher has graduated already."),
    }
    OVER = (State.DECLINED, State.WITHDRAWN)

    accelerator = CityFK(Accelerator, models.PROTECT, related_name="enrolments")
    profile = CityFK(Profile, models.PROTECT, related_name="+")
    # The school for which the teacher comes: what a seat in a group calls its organisation (`meetings.values.Seat`).
    organisation = CityFK(Organisation, models.PROTECT, verbose_name=_("school"), related_name="+")
    # The school's sector, as it was.
    sector = models.SmallIntegerField(choices=Sector.choices, editable=False)
    why = WordsField(_("why"), blank=True)
    applied_at = models.DateTimeField(auto_now_add=True)
    # The head answers by a link, without an account. The address goes once the intake is over.
    head_email = models.EmailField(_("email of the head of school"), blank=True)
    # The language of the mail, as the teacher chose it; "" is the city's.
    head_language = models.CharField(max_length=7, blank=True, default="", db_default="", editable=False)
    head_asked_on = models.DateField(null=True, editable=False)
    head_mails = models.SmallIntegerField(default=0, editable=False)
    head_answered_at = models.DateTimeField(null=True, editable=False)
    head_reason = models.CharField(_("reason"), max_length=500, blank=True)
    release_hours = models.PositiveSmallIntegerField(
        _("hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_RELEASE)],
    )
    substitute = models.CharField(_("who teaches then"), max_length=120, blank=True)
    enrolled_at = models.DateTimeField(null=True, editable=False)
    # Since when the place rests, and since when it is one of this intake, where it came from another.
    deferred_at = models.DateTimeField(null=True, editable=False)
    moved_at = models.DateTimeField(null=True, editable=False)
    year1_done_on = models.DateField(null=True, editable=False)
    # The intake with which the first year was done, where it is another one.
    first_year_with = CityFK(Accelerator, models.PROTECT, null=True, editable=False, related_name="+")
    graduated_on = models.DateField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=13, choices=State.choices, default=State.APPLIED)

    DATA: ClassVar = {
        "internal": (
            "sector applied_at head_language head_asked_on head_mails head_answered_at enrolled_at deferred_at moved_at year1_done_on "
            "graduated_on state"
        ),
        "staff": "head_reason",
        "personal": "why head_email release_hours substitute",
    }

    objects = EnrolmentManager()

    class Meta:
        ordering = ("applied_at", "id")
        verbose_name = _("enrolment")
        indexes = (models.Index(fields=["city", "profile"], name="accelerator_of_teacher"),)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "accelerator", "profile"],
                condition=~Q(state__in=["declined", "withdrawn"]),
                name="accelerator_enrolment_once",
                violation_error_code="organisation",
                violation_error_message=_("You have applied already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "declined", "withdrawn"])
                | Q(release_hours__isnull=False, head_answered_at__isnull=False) & ~Q(substitute=""),
                name="accelerator_head_agreed",
                violation_error_code="release_hours",
                violation_error_message=_("The head of school has not agreed yet."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "head_approved", "declined", "withdrawn"])
                | Q(enrolled_at__isnull=False),
                name="accelerator_enrolled_at",
                violation_error_code="state",
                violation_error_message=_("This teacher is not enrolled yet."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["year1_done", "graduated"]) | Q(year1_done_on__isnull=False),
                name="accelerator_first_year",
                violation_error_code="state",
                violation_error_message=_("The first year is not completed yet."),
            ),
            models.CheckConstraint(
                condition=Q(state="graduated", graduated_on__isnull=False)
                | ~Q(state="graduated") & Q(graduated_on=None),
                name="accelerator_graduated_on",
                violation_error_code="state",
                violation_error_message=_("This teacher has not graduated."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.is_teacher | rules.leads,
            # What a teacher does on their own way.
            "go": rules.is_teacher,
            # Nobody decides about the own place.
            "decide": rules.is_director & ~rules.is_teacher,
            "withdraw": rules.is_teacher | rules.is_director,
        }

    def __str__(self) -> str:
        return self.profile.display_name

    def get_absolute_url(self) -> str:
        return cached_reverse("enrolment", self.city.slug, self.pk)

    @property
    def address_mark(self) -> str:
        """A mark of the address to which the head is written; a link that was sent to another one has another."""
        return salted_hmac("accelerator.head", self.head_email.lower(), algorithm="sha256").hexdigest()[:16]

    @property
    def had_place(self) -> bool:
        """Was it more than an application?"""
        return self.enrolled_at is not None

    def describe_state(self) -> str:
        """Its state; of what never was a place that the application ended."""
        if self.state == self.State.WITHDRAWN and not self.had_place:
            return pgettext("enrolment", "application withdrawn")
        return str(self.get_state_display())

    @property
    def is_over(self) -> bool:
        """Nothing more becomes of it."""
        return self.state in self.OVER

    @property
    def holds_place(self) -> bool:
        """Does it take one of the places?"""
        return self.state in rules.HOLDS

    @property
    def head_said_no(self) -> bool:
        """Was it the head of school who declined?"""
        return self.state == self.State.DECLINED and self.head_answered_at is not None and self.release_hours is None


class Visit(CityModel):
    """A visit with a note, by which a missed session is made good; at most two a year."""

    enrolment = CityFK(Enrolment, models.CASCADE, related_name="visits")
    session = CityFK(Session, models.PROTECT, related_name="+", verbose_name=_("missed session"))
    visited_on = models.DateField(_("day of the visit"))
    note = WordsField(_("what you saw there"))

    DATA: ClassVar = {"internal": "visited_on", "personal": "note"}

    class Meta:
        ordering = ("visited_on", "id")
        verbose_name = _("visit")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "enrolment", "session"],
                name="accelerator_visit_once",
                violation_error_code="session",
                violation_error_message=_("This session is made good already."),
            ),
        )

    def __str__(self) -> str:
        return f"visit {self.pk}"
