from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityModel


class CalendarLink(CityModel):
    """The secret link by which a person's own calendar program reads the milestones of a city. It is shown once; here is
    its hash. It gives what the person may read at that moment, and nothing once they may not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(editable=False)

    DATA: ClassVar = {"personal": "made_at", "secret": "token_hash"}

    class Meta:
        verbose_name = _("link of a calendar")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "user"],
                name="programs_calendar_link_once",
                violation_error_code="user",
                violation_error_message=_("You have a link already."),
            ),
        )

    def __str__(self) -> str:
        return f"calendar link {self.pk}"
