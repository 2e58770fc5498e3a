from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityModel


class Schedule(CityModel):
    """A reminder to come. The local wall time is the truth; `due_at` follows from it and the time zone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        MISSED = "missed", _("missed")
        CANCELLED = "cancelled", _("cancelled")

    rule = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    generation = models.PositiveIntegerField(default=1)
    local_date = models.DateField()
    local_time = models.TimeField()
    time_zone = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(null=True)

    DATA: ClassVar = {
        "internal": "rule subject_type subject_id generation local_date local_time time_zone due_at expires_at state done_at",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "rule", "subject_type", "subject_id", "generation"],
                name="activity_schedule_once",
                violation_error_code="generation",
                violation_error_message=_("This is there already."),
            ),
        )
        indexes = (models.Index(fields=["due_at"], name="activity_schedule_due", condition=models.Q(state="waiting")),)

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_type} {self.subject_id}"
