from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.kit.states import Stateful
from educities.kit.words import WordsField, say
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from meetings import rules
from meetings.values import GROUP_KINDS, GroupKind, Owner
from stakeholders.models import Profile, Sector


class GroupManager(CityManager):
    """Groups of the scope's city, each with its owner: nobody asks of a group without asking the owner."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*(kind.key for kind in GROUP_KINDS))


class Group(CityModel):
    """People who meet: those of a cohort. Who they are and who leads them says the app that owns the group.

    It is made with its owner, in one transaction; `kind` is the key of the owner's `GroupKind`.
    """

    kind = models.CharField(max_length=20, editable=False)

    DATA: ClassVar = {"internal": "kind"}

    objects = GroupManager()

    class Meta:
        rules_permissions: ClassVar = {
            "see_sessions_of": rules.is_staff_of_city | rules.goes_along,
            "plan_session_of": rules.leads,
        }

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def definition(self) -> GroupKind:
        """What the owner's app says of such groups."""
        return GROUP_KINDS[self.kind]

    @property
    def owner(self) -> Owner:
        """The row that the group belongs to."""
        return getattr(self, self.kind)

    @property
    def seats(self) -> Any:
        """Every seat in the group, also those given up; see `SeatQuerySet`."""
        return self.definition.seats().filter(group_id=self.pk)

    @property
    def is_working(self) -> bool:
        """Can be met with now."""
        try:
            self.check_working()
        except DomainError:
            return False
        return True

    def check_working(self) -> None:
        """Raises DomainError, in the owner's words, when nothing can be planned or held with the group now."""
        self.definition.check_working(self.owner)

    @property
    def sessions_url(self) -> str:
        """Where its sessions are listed."""
        return reverse(self.definition.sessions_url, args=[self.city.slug, self.owner.pk])

    @property
    def new_session_url(self) -> str:
        """Where one more is planned."""
        return reverse(self.definition.new_session_url, args=[self.city.slug, self.owner.pk])


class SessionQuerySet(CityQuerySet):
    def with_group(self) -> "SessionQuerySet":
        """Each with its group and the group's owner, in the same query."""
        return self.select_related("city", "group", *(f"group__{kind.key}" for kind in GROUP_KINDS))

    def for_user(self, user: User) -> "SessionQuerySet":
        """Of groups in which the person has a seat or is asked to take one."""
        asks = Q(pk__in=[])
        for kind in GROUP_KINDS:
            asks |= Q(group_id__in=kind.seats().asked().filter(profile__user=user).values("group_id"))
        return self.filter(asks)

    def to_come(self) -> "SessionQuerySet":
        """Scheduled and not begun yet."""
        return self.filter(state=Session.State.SCHEDULED, starts_at__gt=timezone.now())

    def with_open_code(self) -> "SessionQuerySet":
        """Under way, with a code on the wall that still counts."""
        return self.filter(state=Session.State.HELD, code_until__gt=timezone.now()).exclude(code="")


class SessionManager(CityManager.from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """Sessions of the scope's city."""


class Session(Stateful, CityModel):
    """A meeting of a group. `held` begins when the facilitator opens it; `recorded` freezes who was there."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("session", "draft")
        SCHEDULED = "scheduled", pgettext_lazy("session", "scheduled")
        HELD = "held", pgettext_lazy("session", "held")
        RECORDED = "recorded", pgettext_lazy("session", "recorded")
        CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")

    MOVES: ClassVar = {
        State.DRAFT: {State.SCHEDULED, State.CANCELLED},
        State.SCHEDULED: {State.HELD, State.CANCELLED},
        # Back to scheduled: one that was opened by mistake, before anybody has a mark.
        State.HELD: {State.RECORDED, State.SCHEDULED},
    }

    group = CityFK(Group, models.CASCADE, related_name="sessions")
    stage = models.SmallIntegerField(null=True, editable=False)
    title = WordsField(_("title"))
    plan = WordsField(_("plan"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)
    code = models.CharField(max_length=4, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    DATA: ClassVar = {
        "internal": "stage title plan starts_at ends_at place link code_until state",
        "secret": "code",
    }

    objects = SessionManager()

    class Meta:
        ordering = ("starts_at", "id")
        verbose_name = _("session")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meetings_session_times",
                violation_error_code="ends_at",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["city", "group", "starts_at"],
                name="meetings_session_once",
                violation_error_code="starts_at",
                violation_error_message=_(
                    "This cohort already has a session at that time. Choose another time, or change that session."
                ),
                condition=~Q(state="cancelled"),
            ),
            models.UniqueConstraint(
                fields=["city", "code"],
                name="meetings_session_code",
                violation_error_code="code",
                violation_error_message=_("Another session has this code now."),
                condition=~Q(code=""),
            ),
        )
        indexes = (models.Index(fields=["city", "group", "starts_at"], name="meetings_session_when"),)
        rules_permissions: ClassVar = {
            "view": rules.is_staff_of_city | rules.had_a_seat,
            "change": rules.leads,
            "take_attendance_of": rules.leads,
            "correct": rules.corrects,
            "check_in_to": rules.takes_part,
            "reply_to": rules.takes_part,
        }

    def __str__(self) -> str:
        return say(self.title)

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.city.slug, self.pk])

    @property
    def stage_name(self) -> str:
        """What the stage is called in which the session stands; "" in a group without stages."""
        return str(self.group.definition.stages[self.stage]) if self.stage else ""

    @property
    def is_open(self) -> bool:
        """Scheduled and still to come: members may say whether they come."""
        return self.state == self.State.SCHEDULED and self.starts_at > timezone.now()

    @property
    def code_is_open(self) -> bool:
        """The code on the wall counts now."""
        until = self.code_until
        return bool(self.code) and self.state == self.State.HELD and until is not None and until > timezone.now()


class AttendanceQuerySet(CityQuerySet):
    def there(self) -> "AttendanceQuerySet":
        """Of people who were there, in time or late."""
        return self.filter(status__in=Attendance.THERE)


class AttendanceManager(CityManager.from_queryset(AttendanceQuerySet)):  # type: ignore[misc]
    """Marks of the scope's city."""


class Attendance(CityModel):
    """Who was there: one row for each person and session, with the sector as it was."""

    class Status(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    class How(models.TextChoices):
        CODE = "code", _("by code")
        QR = "qr", _("by QR")
        ROLL = "roll", _("by roll call")
        PAPER = "paper", _("on paper")
        SELF = "self", _("by oneself")

    THERE = (Status.PRESENT, Status.LATE)

    session = CityFK(Session, models.CASCADE, related_name="attendance")
    profile = CityFK(Profile, models.CASCADE, related_name="+")
    sector = models.SmallIntegerField(choices=Sector.choices, null=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    how = models.CharField(max_length=5, choices=How.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {"personal": "sector status how at"}

    objects = AttendanceManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "session", "profile"],
                name="meetings_attendance_once",
                violation_error_code="profile",
                violation_error_message=_("This person is marked already."),
            ),
        )

    def __str__(self) -> str:
        return self.status


class AttendanceCorrection(CityModel):
    """What the roll of a recorded session said before, why it was wrong, and what it says since. Never changed itself.

    The database lets a recorded mark change only to what its newest correction says.
    """

    session = CityFK(Session, models.CASCADE, related_name="corrections")
    profile = CityFK(Profile, models.CASCADE, related_name="+")
    old_status = models.CharField(max_length=8, choices=Attendance.Status.choices, blank=True)
    old_how = models.CharField(max_length=5, choices=Attendance.How.choices, blank=True)
    old_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    old_at = models.DateTimeField(null=True)
    new_status = models.CharField(max_length=8, choices=Attendance.Status.choices)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"personal": "old_status old_how old_at new_status reason at"}

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(old_status=F("new_status")),
                name="meetings_correction_changes",
                violation_error_code="new_status",
                violation_error_message=_("The roll says this already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="meetings_correction_reason",
                violation_error_code="reason",
                violation_error_message=_("Say in a sentence why."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.old_status} → {self.new_status}"


class SessionReply(CityModel):
    """A member's answer to the invitation: who has answered gets no reminder."""

    class Reply(models.TextChoices):
        COMING = "coming", _("coming")
        NOT_COMING = "not_coming", _("not coming")

    session = CityFK(Session, models.CASCADE, related_name="replies")
    profile = CityFK(Profile, models.CASCADE, related_name="+")
    reply = models.CharField(max_length=10, choices=Reply.choices)
    at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {"personal": "reply at"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "session", "profile"],
                name="meetings_reply_once",
                violation_error_code="profile",
                violation_error_message=_("This person has answered already."),
            ),
        )

    def __str__(self) -> str:
        return self.reply
