from typing import ClassVar

from django.db import models

from educities.tenancy.models import PlatformOrCityModel


class Notice(PlatformOrCityModel):
    """One line in a person's inbox. Written in the action's transaction: exactly once."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    url = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    # Its email was not sent by itself: the weekly one is still to tell of it.
    is_held = models.BooleanField(default=False, db_default=False)

    DATA: ClassVar = {
        "internal": "verb target_type target_id url created_at is_held",
        "personal": "data read_at",
    }

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["city", "user", "-id"], name="activity_notice_person"),
            # What is kept long enough is found without reading what is not.
            models.Index(fields=["city", "created_at"], name="activity_notice_old"),
            models.Index(fields=["city", "user"], name="activity_notice_held", condition=models.Q(is_held=True)),
        )

    def __str__(self) -> str:
        return self.verb
