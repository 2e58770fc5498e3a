from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import PlatformOrCityModel


class AuditEntry(PlatformOrCityModel):
    """Who did what, for whom, and through which channel (web, API, import, job, console).

    Append-only by trigger and grant; no personal values in `data`.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_constraint=False)
    # The partner's program that acted, in the name of `actor`.
    client = models.ForeignKey(
        "accounts.PartnerClient", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    acting_for = models.BigIntegerField(null=True)
    via = models.CharField(max_length=8)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    once = models.CharField(max_length=200, null=True)  # noqa: DJ001 (unique when given)

    DATA: ClassVar = {
        "internal": "at via verb target_type target_id data request_id once",
        "personal": "acting_for ip reason",
    }

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "once"],
                name="activity_audit_once",
                violation_error_code="once",
                violation_error_message=_("This is there already."),
                condition=models.Q(once__isnull=False),
                nulls_distinct=False,
            ),
        )
        indexes = (
            models.Index(fields=["city", "target_type", "target_id", "-id"], name="activity_audit_target"),
            models.Index(fields=["city", "actor", "-id"], name="activity_audit_actor"),
            # Of the log the network addresses go first.
            models.Index(fields=["at"], name="activity_audit_ip", condition=~models.Q(ip="")),
            models.Index(fields=["at"], name="activity_audit_old"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"
