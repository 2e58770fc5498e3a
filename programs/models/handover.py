from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.addresses import cached_reverse
from educities.tenancy.models import CityFK, CityModel
from programs.models.program import Program
from stakeholders.models import Organisation


class HandoverLine(CityModel):
    """Who carries one thing on after the five years: an organisation, and the post in it; or that it ends."""

    program = CityFK(Program, models.CASCADE, related_name="handover")
    # The thing, as `HANDOVER` names its kind: its app stands above this one. 0: the kind is one whole.
    kind = models.CharField(max_length=20, editable=False)
    record_id = models.BigIntegerField(default=0, editable=False)
    organisation = CityFK(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(_("post that carries it on"), max_length=120, blank=True)
    ends = models.BooleanField(_("it ends with the five years"), default=False)
    note = models.TextField(_("what is still missing"), blank=True)

    DATA: ClassVar = {"internal": "kind record_id ends", "staff": "post note"}

    class Meta:
        ordering = ("kind", "record_id")
        verbose_name = _("line of the hand-over list")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "program", "kind", "record_id"],
                name="programs_handover_once",
                violation_error_code="kind",
                violation_error_message=_("This is there already."),
            ),
            models.CheckConstraint(
                condition=Q(ends=True, organisation=None, post="")
                | Q(ends=False) & (Q(organisation__isnull=False) | ~Q(post="")),
                name="programs_handover_carried",
                violation_error_code="organisation",
                violation_error_message=_("Choose who carries it on, or that it ends with the five years."),
            ),
        )

    def __str__(self) -> str:
        return f"hand-over {self.kind} {self.record_id}"

    @property
    def said(self) -> dict[str, Any]:
        """What stands in it, as a form carries along what its writer has read."""
        return {"organisation": self.organisation_id, "post": self.post, "ends": self.ends, "note": self.note}

    def get_absolute_url(self) -> str:
        return cached_reverse("handover", self.city.slug)
