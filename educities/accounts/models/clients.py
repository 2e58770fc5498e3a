from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PartnerClient(models.Model):
    """An API client of a partner, limited to one city. Global: a token is looked up before any city's scope is open."""

    client = models.OneToOneField("allauth_idp_oidc.Client", models.CASCADE, related_name="partner")
    city = models.ForeignKey("cities.City", models.CASCADE, related_name="partner_clients")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("valid until"))
    revoked_at = models.DateTimeField(null=True)
    # After a restore nobody knows who was shut out since the backup: each waits until a director says yes again.
    paused_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"internal": "made_at expires_on revoked_at paused_at last_used_at"}

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"partner {self.pk}"

    @property
    def is_valid(self) -> bool:
        """Neither revoked, nor paused, nor past its day."""
        return self.revoked_at is None and self.paused_at is None and self.expires_on >= timezone.now().date()


class IdempotentAnswer(models.Model):
    """The answer given to a request with an Idempotency-Key: written in the transaction of its effect, kept a day."""

    partner = models.ForeignKey(PartnerClient, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    DATA: ClassVar = {"internal": "key body_digest status answer made_at"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["partner", "key"],
                name="accounts_idempotent_once",
                violation_error_code="key",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.key
