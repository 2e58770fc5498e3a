"""What a city has published to the network, copied out of its own tables: of no scope, without names of people.

Whoever reads across cities reads these rows alone. A city's rows are written in its own scope (`library.actions`).
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from cities.models import City
from library import rules

# What the overrides of milestones are counted under, beside the codes of the gates' rules.
MILESTONE_RULE = "milestone"


class CityOutline(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Where a city stands in its five years, which rules it has overrides of, and how much waits for whom."""

    city = models.OneToOneField(City, models.CASCADE, primary_key=True, related_name="outline")
    program_state = models.CharField(max_length=10, blank=True)
    # Of the five, the one that runs now, or that waits to be closed; empty outside them.
    year_number = models.SmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    # {code of the rule: how many}; {kind of what waits: how many}.
    overrides = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {"internal": "program_state year_number starts_on overrides waiting made_at"}

    class Meta:
        verbose_name = _("outline of a city")
        rules_permissions: ClassVar = {"compare": rules.is_steward}

    def __str__(self) -> str:
        return str(self.city)


class PublishedFigures(models.Model):
    """The confirmed figures of one definition of the network's catalogue in one city, or why there are none to compare."""

    class Status(models.TextChoices):
        SHOWN = "shown", _("can be compared")
        DIFFERS = "differs", _("counts in other words than the catalogue")
        UNCONFIRMED = "unconfirmed", _("has no confirmed figure yet")

    city = models.ForeignKey(City, models.CASCADE, related_name="published_figures")
    code = models.CharField(max_length=60)
    version = models.SmallIntegerField()
    status = models.CharField(max_length=11, choices=Status.choices)
    # {school year: the figure as text}, {school year: its remarks}, and from which years it is counted differently.
    values = models.JSONField(default=dict)
    flags = models.JSONField(default=dict)
    breaks = models.JSONField(default=list)
    is_invented = models.BooleanField(default=False)

    DATA: ClassVar = {"public": "code version status values flags breaks is_invented"}

    class Meta:
        verbose_name = _("published figures")
        constraints = (
            models.UniqueConstraint(
                fields=["code", "city"],
                name="library_figures_once",
                violation_error_code="code",
                violation_error_message=_("The city measures this already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.city_id}"
