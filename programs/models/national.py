from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import SharedModel
from programs import rules
from programs.values.calendar import PERIODS, school_year
from programs.values.catalogue import Definition, find_definition


class NationalFigure(SharedModel):
    """The national average of one school year, of one version of a definition. A steward enters it once for all cities."""

    catalogue_code = models.CharField(max_length=60, editable=False)
    definition_version = models.SmallIntegerField(editable=False)
    country = models.CharField(max_length=2, editable=False)
    period = models.SmallIntegerField(_("school year"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)
    # What its publisher says beside the number, by the letters of `FLAGS`.
    flags = models.CharField(_("remarks"), max_length=10, blank=True, editable=False, db_default="", default="")
    entered_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {
        "public": "catalogue_code definition_version country period value source flags",
        "internal": "entered_at",
    }

    class Meta:
        ordering = ("catalogue_code", "period")
        verbose_name = _("national average")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["catalogue_code", "definition_version", "country", "period"],
                name="programs_national_once",
                violation_error_code="period",
                violation_error_message=_("There is a figure for this school year already."),
            ),
            models.CheckConstraint(
                condition=Q(city=None),
                name="programs_national_of_no_city",
                violation_error_code="city",
                violation_error_message=_("A national average belongs to no city."),
            ),
            models.CheckConstraint(
                condition=Q(period__range=PERIODS),
                name="programs_national_period",
                violation_error_code="period",
                violation_error_message=_("School years from 1990 to 2100 can be entered."),
            ),
        ]
        rules_permissions: ClassVar = {"keep": rules.is_steward}

    def __str__(self) -> str:
        return f"{self.catalogue_code} {school_year(self.period)}"

    @property
    def definition(self) -> Definition | None:
        """What was counted."""
        return find_definition(self.catalogue_code, self.definition_version)
