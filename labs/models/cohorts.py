from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityOneToOne, CityQuerySet
from labs import rules
from labs.models.labs import Lab
from meetings.models import Group
from programs.models import ProgramYear
from stakeholders.models import Organisation, Profile, Sector, StrengthClaim


class Stage(models.IntegerChoices):
    """The four stages of the method."""

    KNOWING = 1, _("Getting to know each other")
    EXPEDITIONS = 2, _("Shared learning expeditions")
    DESIGN = 3, _("Designing the city model")
    IMPLEMENTATION = 4, _("Connected implementation")


class Cohort(Stateful, CityModel):
    """A group of people of a lab on its way through the four stages."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RECRUITING = "recruiting", _("recruiting")
        RUNNING = "running", _("running")
        SUSPENDED = "suspended", _("paused")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    MOVES: ClassVar = {
        State.PLANNED: {State.RECRUITING, State.CANCELLED},
        State.RECRUITING: {State.RUNNING, State.CANCELLED},
        State.RUNNING: {State.SUSPENDED, State.COMPLETED, State.CANCELLED},
        State.SUSPENDED: {State.RUNNING, State.CANCELLED},
        # Reopened: paused where it had begun, else as it was.
        State.CANCELLED: {State.SUSPENDED, State.RECRUITING, State.PLANNED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.RECRUITING: _("This cohort is already open for members."),
        State.RUNNING: _("This cohort has already started."),
        State.SUSPENDED: _("This cohort has already been paused."),
        State.COMPLETED: _("This cohort has already been completed."),
        State.CANCELLED: _("This cohort has already been cancelled."),
    }
    STAGE_MOVES: ClassVar = {
        Stage.KNOWING: {Stage.EXPEDITIONS},
        Stage.EXPEDITIONS: {Stage.DESIGN, Stage.KNOWING},
        Stage.DESIGN: {Stage.IMPLEMENTATION, Stage.EXPEDITIONS},
        Stage.IMPLEMENTATION: {Stage.DESIGN},
    }

    lab = CityFK(Lab, models.PROTECT, related_name="cohorts")
    group = CityOneToOne(Group, models.PROTECT, editable=False, related_name="cohort")
    program_year = CityFK(ProgramYear, models.PROTECT, null=True, blank=True, related_name="cohorts")
    number = models.PositiveSmallIntegerField(editable=False)
    name = WordsField(_("name"))
    stage = models.SmallIntegerField(_("stage"), choices=Stage.choices, default=Stage.KNOWING, editable=False)
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=30, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    # How many people can still be added: who is in, asked or on hold has a place.
    places_left = property(lambda self: self.capacity - self.places_taken)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)

    DATA: ClassVar = {"internal": "number name stage capacity places_taken starts_on ends_on state"}

    class Meta:
        ordering = ("stage", "id")
        verbose_name = _("cohort")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "lab", "number"],
                name="labs_cohort_number",
                violation_error_code="number",
                violation_error_message=_("The lab has a cohort of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(stage__range=(1, 4)),
                name="labs_cohort_stage",
                violation_error_code="stage",
                violation_error_message=_("Choose one of the four stages."),
            ),
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("capacity")),
                name="labs_cohort_capacity",
                violation_error_code="capacity",
                violation_error_message=_("There cannot be fewer places than people."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="labs_cohort_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_staff_of_city,
            # Asked about the city: are there cohorts that this person guides?
            "guide": rules.is_facilitator,
            "view": rules.is_staff_of_city | rules.had_a_seat,
            "see_work_of": rules.is_staff_of_city | rules.goes_along,
            "change": rules.is_director | rules.is_lab_facilitator,
            "enrol": rules.is_director | rules.is_lab_facilitator,
            "advance": rules.is_director | rules.is_lab_facilitator,
            "request_override_of": rules.is_director | rules.is_lab_facilitator,
        }

    def __str__(self) -> str:
        return translate_plain(self.name)

    @property
    def is_working(self) -> bool:
        """Neither paused nor at its end: sessions are held and new things are planned."""
        return self.state in {self.State.PLANNED, self.State.RECRUITING, self.State.RUNNING}

    @property
    def is_over(self) -> bool:
        """Completed or cancelled: nobody joins it any more."""
        return self.state in {self.State.COMPLETED, self.State.CANCELLED}

    def get_absolute_url(self) -> str:
        return cached_reverse("cohort", self.city.slug, self.pk)


class StageRecord(CityModel):
    """A cohort's time in one stage, with the gate as it stood when the cohort entered."""

    cohort = CityFK(Cohort, models.CASCADE, related_name="stages")
    stage = models.SmallIntegerField(choices=Stage.choices)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    gate = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    DATA: ClassVar = {"internal": "stage entered_at left_at gate reason"}

    class Meta:
        ordering = ("entered_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "cohort"],
                name="labs_one_open_stage",
                violation_error_code="stage",
                violation_error_message=_("A cohort is in one stage at a time."),
                condition=Q(left_at=None),
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")),
                name="labs_stage_times",
                violation_error_code="left_at",
                violation_error_message=_("A stage cannot end before it begins."),
            ),
            # A cohort is in one stage at a time. The range of one number stands in for an extension of the database.
            ExclusionConstraint(
                name="labs_stages_apart",
                violation_error_code="stage",
                violation_error_message=_("A cohort is in one stage at a time."),
                expressions=[
                    (Func(F("cohort_id"), F("cohort_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("entered_at"), F("left_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"stage {self.stage}"


class MemberQuerySet(CityQuerySet):
    def with_claims(self) -> "MemberQuerySet":
        """Each with `has_strength` and `has_growth`: has the person named one of them?"""
        claims = StrengthClaim.objects.filter(profile_id=OuterRef("profile_id"))
        return self.annotate(
            has_strength=Exists(claims.filter(kind="strength")), has_growth=Exists(claims.filter(kind="growth"))
        )

    def awaiting_consent(self) -> "MemberQuerySet":
        """Seats of minors that rest until a guardian agrees."""
        return self.filter(state=CohortMember.State.AWAITING_CONSENT)

    def asked(self) -> "MemberQuerySet":
        """Who has taken a seat, or has been asked to."""
        return self.filter(state__in=[CohortMember.State.INVITED, CohortMember.State.ACTIVE])

    def active(self) -> "MemberQuerySet":
        """Who has taken a seat and sits there now."""
        return self.filter(state=CohortMember.State.ACTIVE)

    def declined(self) -> "MemberQuerySet":
        """Who said no and has not been asked again since, each by the last answer."""
        later = CohortMember.objects.filter(cohort_id=OuterRef("cohort_id"), profile_id=OuterRef("profile_id"))
        return self.filter(has_declined=True).exclude(Exists(later.filter(pk__gt=OuterRef("pk"))))

    def joined_before(self, moment: datetime) -> "MemberQuerySet":
        """Who was given the seat before that moment."""
        return self.filter(joined_at__lt=moment)

    def active_at(self, moment: datetime) -> "MemberQuerySet":
        """Who had a seat at that moment and had taken it."""
        there = self.filter(joined_at__lte=moment).filter(Q(left_at=None) | Q(left_at__gt=moment))
        return there.exclude(state=CohortMember.State.INVITED)


class MemberManager(CityManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    """Seats of the scope's city."""


class CohortMember(Stateful, CityModel):
    """A person's seat in a cohort; the sector is frozen on it."""

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("member", "invited")
        ACTIVE = "active", pgettext_lazy("member", "active")
        AWAITING_CONSENT = "awaiting_consent", pgettext_lazy("member", "on hold until a guardian agrees")
        COMPLETED = "completed", pgettext_lazy("member", "completed")
        WITHDRAWN = "withdrawn", pgettext_lazy("member", "withdrawn")
        REMOVED = "removed", pgettext_lazy("member", "removed")

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        CO_FACILITATOR = "co_facilitator", _("co-facilitator")
        ALUMNI_MENTOR = "alumni_mentor", _("alumni mentor")

    # A minor's seat is active only while the consent to taking part holds. The place is kept meanwhile, and every
    # question about members asks for active seats, so that whoever waits for consent is neither invited nor counted.
    MOVES: ClassVar = {
        # A child without an account is asked nothing by mail: its place waits for the guardian's answer alone.
        State.INVITED: {State.ACTIVE, State.AWAITING_CONSENT, State.WITHDRAWN},
        State.ACTIVE: {State.AWAITING_CONSENT, State.COMPLETED, State.WITHDRAWN, State.REMOVED},
        State.AWAITING_CONSENT: {State.ACTIVE, State.WITHDRAWN, State.REMOVED},
        # Of a cancelled cohort that is reopened; who left by themselves come back with a new seat.
        State.WITHDRAWN: {State.ACTIVE, State.AWAITING_CONSENT},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.ACTIVE: _("This person already has a place in the cohort."),
        State.WITHDRAWN: _("This person has already left."),
        State.REMOVED: _("This person has already been removed."),
    }
    # Whoever holds one of the cohort's places.
    HOLDS_PLACE: ClassVar = (State.INVITED, State.ACTIVE, State.AWAITING_CONSENT)

    cohort = CityFK(Cohort, models.CASCADE, related_name="members")
    profile = CityFK(Profile, models.CASCADE, related_name="cohort_seats")
    organisation = CityFK(Organisation, models.PROTECT, null=True, blank=True, related_name="cohort_seats")
    sector = models.SmallIntegerField(_("sector"), choices=Sector.choices)
    role = models.CharField(_("role"), max_length=14, choices=Role.choices, default=Role.MEMBER)
    # What was typed beside the address by which the person was asked: who typed it reads no other name before a yes.
    typed_name = models.CharField(max_length=80, blank=True, default="", db_default="", editable=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.INVITED)
    # Who wrote the seat down for a person without an account; None = the person's own answer.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, editable=False)
    # The person was asked and said no, which whoever leads the cohort reads until they are asked again.
    has_declined = models.BooleanField(_("said no"), default=False, db_default=False, editable=False)

    DATA: ClassVar = {"personal": "sector role typed_name state joined_at left_at has_declined"}

    objects = MemberManager()

    class Meta:
        ordering = ("profile__display_name", "id")
        verbose_name = _("seat in a cohort")
        rules_permissions: ClassVar = {"answer": rules.is_own_seat, "enter_for": rules.leads & rules.has_no_account}
        constraints = (
            # Who left may come back: one seat that has not been given up.
            models.UniqueConstraint(
                fields=["city", "cohort", "profile"],
                name="labs_member_once",
                violation_error_code="profile",
                violation_error_message=_("This person is in the cohort already."),
                condition=~Q(state__in=["withdrawn", "removed"]),
            ),
            models.CheckConstraint(
                condition=Q(sector__range=(1, 4)),
                name="labs_member_sector",
                violation_error_code="sector",
                violation_error_message=_("Choose one of the four sectors."),
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | ~Q(state__in=["invited", "active", "awaiting_consent"]),
                name="labs_member_left",
                violation_error_code="left_at",
                violation_error_message=_("A person who has left has no place in the cohort."),
            ),
        )

    def __str__(self) -> str:
        return f"member {self.pk}"

    @property
    def awaits_own_answer(self) -> bool:
        """Was a minor asked by a typed address? Then nobody but the minor says yes, and nobody reads its name before."""
        return bool(self.typed_name) and self.profile.is_minor

    @property
    def shown_name(self) -> str:
        """Who has the place, for those who lead the cohort: of a minor who has not said yes, what was typed."""
        return self.typed_name if self.awaits_own_answer else self.profile.display_name
