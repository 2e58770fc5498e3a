from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models.city import City


class EmergencyAccessQuerySet(models.QuerySet):
    def open(self) -> "EmergencyAccessQuerySet":
        """Neither closed nor past their hour."""
        return self.filter(closed_at=None, ends_at__gt=timezone.now())


class EmergencyAccess(models.Model):
    """The platform's own staff in one city's office, for an hour and with a reason that the directors read at once.

    Global as roles are: it says where a person may enter, before any scope is open.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    city = models.ForeignKey(City, models.CASCADE, related_name="emergencies")
    reason = models.CharField(_("reason"), max_length=500)
    opened_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"personal": "user reason opened_at ends_at closed_at"}

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")),
                name="cities_emergency_has_time",
                violation_error_code="ends_at",
                violation_error_message=_("Emergency access has to end after it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"emergency access {self.pk}"
