from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from meetings.models.sessions import Session
from stakeholders.models import Profile, Sector


class AttendanceQuerySet(CityQuerySet):
    def there(self) -> "AttendanceQuerySet":
        """Of people who were there, in time or late."""
        return self.filter(status__in=Attendance.THERE)

    def present(self) -> "AttendanceQuerySet":
        """Of people who have come and have not left yet."""
        return self.there().filter(left_at=None)


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
        ROLL = "roll", _("from the attendance list")
        PAPER = "paper", _("on paper")
        SELF = "self", _("by oneself")

    THERE = (Status.PRESENT, Status.LATE)

    session = CityFK(Session, models.CASCADE, related_name="attendance")
    profile = CityFK(Profile, models.CASCADE, related_name="+")
    sector = models.SmallIntegerField(choices=Sector.choices, null=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    how = models.CharField(max_length=5, choices=How.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The moment of the tap, not of its arrival: the later one counts.
    at = models.DateTimeField(default=timezone.now)
    # Who left before the end: they were there, and are not any more.
    left_at = models.DateTimeField(null=True, editable=False)

    DATA: ClassVar = {"personal": "sector status how at left_at"}

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
                violation_error_message=_("The attendance list already says this."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="meetings_correction_reason",
                violation_error_code="reason",
                violation_error_message=_("Give a reason."),
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
