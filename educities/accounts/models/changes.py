from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccountChange(models.Model):
    """A change of the ways to sign in, told to one address that was proven before it: its link takes the change back.

    `addresses` are the proven ones of before, the primary one first. The link's secret is kept as a hash.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="account_changes")
    email = models.EmailField()
    addresses = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    undone_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"personal": "email addresses made_at undone_at", "secret": "token_hash"}

    def __str__(self) -> str:
        return f"change {self.pk}"
