from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityModel


class EventEpoch(CityModel):
    """Changes when a city is restored from a backup: a partner's cursor from before is told to read all anew."""

    epoch = models.CharField(max_length=12)

    DATA: ClassVar = {"internal": "epoch"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city"],
                name="activity_epoch_one",
                violation_error_code="city",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.epoch


class Event(CityModel):
    """A line of the partner's event log. `seq` is given after commit by one sequencer, so a cursor misses nothing."""

    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    DATA: ClassVar = {"internal": "seq at name target_type target_id data"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "seq"],
                name="activity_event_seq",
                violation_error_code="seq",
                violation_error_message=_("This is there already."),
            ),
        )
        indexes = (models.Index(fields=["id"], name="activity_event_unnumbered", condition=models.Q(seq=None)),)

    def __str__(self) -> str:
        return self.name
