from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityFK, CityModel
from programs.models.program import Program


class Signature(CityModel):
    """One side stands by the five years. Two people sign: the education director, and the steward where there is one."""

    class Side(models.TextChoices):
        DIRECTOR = "director", _("education director")
        STEWARD = "steward", _("network steward")

    program = CityFK(Program, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=8, choices=Side.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    DATA: ClassVar = {"internal": "side signed_at"}

    class Meta:
        ordering = ("signed_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "program", "side"],
                name="programs_signature_of_side",
                violation_error_code="side",
                violation_error_message=_("This side has signed already."),
            ),
            models.UniqueConstraint(
                fields=["city", "program", "person"],
                name="programs_signature_of_person",
                violation_error_code="person",
                violation_error_message=_("The same person cannot sign twice."),
            ),
        )

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Suspension(CityModel):
    """The program rests from a day on. When it goes on, all that follows comes so many days later."""

    program = CityFK(Program, models.CASCADE, related_name="suspensions")
    starts_on = models.DateField(_("from"))
    # The last day of rest where it is known; None while it is open.
    expected_until = models.DateField(_("until, if it is known"), null=True, blank=True)
    # The first day on which the program went on; None while it rests.
    resumed_on = models.DateField(null=True, editable=False)
    reason = models.TextField(_("reason"))

    DATA: ClassVar = {"internal": "starts_on expected_until resumed_on", "staff": "reason"}

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "program"],
                name="programs_suspended_once",
                violation_error_code="starts_on",
                violation_error_message=_("The program is suspended already."),
                condition=Q(resumed_on=None),
            ),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("starts_on")),
                name="programs_suspension_dates",
                violation_error_code="starts_on",
                violation_error_message=_("The last day has to be after the first."),
            ),
            models.CheckConstraint(
                condition=Q(expected_until=None) | Q(expected_until__gte=F("starts_on")),
                name="programs_suspension_until",
                violation_error_code="expected_until",
                violation_error_message=_("The last day has to be after the first."),
            ),
        )

    def __str__(self) -> str:
        return f"suspension {self.pk}"

    @property
    def days(self) -> int:
        """How many days it lasted; 0 while it is open."""
        return (self.resumed_on - self.starts_on).days if self.resumed_on else 0
