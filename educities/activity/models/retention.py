from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import PlatformOrCityModel


class RetentionRun(PlatformOrCityModel):
    """What went in one night because it was kept long enough: how many rows of each kind, and nothing of whom."""

    ran_on = models.DateField(_("day"))
    ran_at = models.DateTimeField(default=timezone.now)
    # Code of `PERIODS` -> how many rows.
    counts: Any = models.JSONField(default=dict)

    DATA: ClassVar = {"internal": "ran_on ran_at counts"}

    class Meta:
        ordering = ("-ran_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "ran_on"],
                name="activity_retention_once",
                violation_error_code="ran_on",
                violation_error_message=_("This is there already."),
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.ran_on}"
