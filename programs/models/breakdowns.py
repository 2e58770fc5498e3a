from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.addresses import cached_reverse
from educities.tenancy.models import CityFK, CityModel
from programs import rules
from programs.models.indicators import Indicator
from programs.values.calendar import PERIODS, school_year


class Breakdown(CityModel):
    """The figure of one school year by groups: a table of cells, each a name, who is counted and out of how many.

    Cells of few people are hidden whenever they are read (`programs.values.suppression`), also from whoever entered them.
    """

    class Dimension(models.TextChoices):
        NEIGHBOURHOOD = "neighbourhood", _("by neighbourhood")
        GENDER = "gender", _("by gender")
        LANGUAGE = "language", _("by language")
        SCHOOL = "school", _("by school")

    indicator = CityFK(Indicator, models.CASCADE, related_name="breakdowns")
    dimension = models.CharField(_("groups"), max_length=13, choices=Dimension.choices)
    period = models.SmallIntegerField(_("school year"))
    # [[name, counted, out of], ...]; counted alone where the indicator counts people.
    cells = models.JSONField(editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # In whose name a deputy entered it; it holds after the role has ended.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    # Somebody who would have confirmed it has sent it back: it waits for whoever entered it, until it is entered again.
    returned_at = models.DateTimeField(null=True, editable=False)
    # One person proposes that a confirmed one goes; it is read on until another person agrees.
    removal_proposed_at = models.DateTimeField(null=True, editable=False)
    removal_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    removal_acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    removal_reason = models.CharField(max_length=500, blank=True, editable=False, default="", db_default="")

    DATA: ClassVar = {
        "public": "dimension period source",
        "internal": "cells entered_at confirmed_at returned_at removal_proposed_at",
        "staff": "removal_reason",
    }

    class Meta:
        ordering = ("dimension", "-period")
        verbose_name = _("break-down")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "indicator", "dimension", "period"],
                name="programs_breakdown_once",
                violation_error_code="period",
                violation_error_message=_("This break-down is there already."),
            ),
            models.CheckConstraint(
                condition=Q(period__range=PERIODS),
                name="programs_breakdown_period",
                violation_error_code="period",
                violation_error_message=_("School years from 1990 to 2100 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(removal_proposed_at=None, removal_reason="")
                | (Q(removal_proposed_at__isnull=False, confirmed_at__isnull=False) & ~Q(removal_reason="")),
                name="programs_breakdown_removal",
                violation_error_code="removal_reason",
                violation_error_message=_("Say why the confirmed break-down is to be removed."),
            ),
        )
        rules_permissions: ClassVar = {"confirm": rules.is_director | rules.is_facilitator, "remove": rules.is_director}

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {school_year(self.period)}"

    @property
    def is_confirmed(self) -> bool:
        """Does the city stand by it? Before, only those read it who enter figures."""
        return self.confirmed_at is not None

    @property
    def is_waiting(self) -> bool:
        """Is somebody to confirm it?"""
        return self.confirmed_at is None and self.returned_at is None

    @property
    def is_removal_waiting(self) -> bool:
        """Does somebody propose that it is removed, and nobody has answered yet?"""
        return self.removal_proposed_at is not None

    @property
    def removal_stamp(self) -> str:
        """Another one with each proposal to remove it; "" where there is none."""
        return self.removal_proposed_at.isoformat() if self.removal_proposed_at else ""

    def get_absolute_url(self) -> str:
        return cached_reverse("breakdowns", self.city.slug, self.indicator_id)
