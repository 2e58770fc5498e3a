from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.tenancy.models import CityFK, PlatformOrCityModel


class Message(PlatformOrCityModel):
    """One outgoing message (email). Delivered at least once, with a stable id (`dedupe_key`)."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("email message")
        WEBHOOK = "webhook", _("webhook")

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("message", "waiting")
        LEASED = "leased", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        DEAD = "dead", pgettext_lazy("message", "failed")
        HELD = "held", pgettext_lazy("message", "held")
        CANCELLED = "cancelled", pgettext_lazy("message", "cancelled")

    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=60)
    dedupe_key = models.CharField(max_length=200)
    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+")
    recipient = models.CharField(max_length=320)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    priority = models.SmallIntegerField(default=5)
    created_at = models.DateTimeField(auto_now_add=True)
    available_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    DATA: ClassVar = {
        "internal": "channel kind dedupe_key state priority created_at available_at expires_at attempts lease_token lease_until sent_at",
        "personal": "recipient payload last_error",
    }

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "dedupe_key"],
                name="activity_message_once",
                violation_error_code="dedupe_key",
                violation_error_message=_("This is there already."),
                nulls_distinct=False,
            ),
        )
        indexes = (
            # In this order what is next of each city is found without sorting.
            models.Index(
                fields=["city", "priority", "available_at", "id"],
                name="activity_message_due",
                condition=models.Q(state="pending"),
            ),
            models.Index(fields=["lease_until"], name="activity_message_leased", condition=models.Q(state="leased")),
            models.Index(fields=["city", "-id"], name="activity_message_dead", condition=models.Q(state="dead")),
            models.Index(fields=["city", "created_at"], name="activity_message_old"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.kind}"


class Attempt(PlatformOrCityModel):
    """The ledger: one try to deliver a message."""

    message = CityFK(Message, models.CASCADE, related_name="tries")
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10)
    error = models.CharField(max_length=300, blank=True)

    DATA: ClassVar = {
        "internal": "at outcome",
        "personal": "error",
    }

    def __str__(self) -> str:
        return self.outcome
