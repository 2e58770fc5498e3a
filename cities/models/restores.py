from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from cities import rules
from educities.tenancy.models import CityModel


class Restore(CityModel):
    """The city's data are those of a backup: what was decided after `as_of` nobody knows here. It waits for a director."""

    as_of = models.DateTimeField()
    restored_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"internal": "as_of restored_at looked_at"}

    class Meta:
        ordering = ("-pk",)
        rules_permissions: ClassVar = {"look_at": rules.is_director}

    def __str__(self) -> str:
        return f"restore {self.pk}"

    @property
    def local_moment(self) -> datetime:
        """Of when the data are, by the city's clock."""
        return self.as_of.astimezone(self.city.zone)
