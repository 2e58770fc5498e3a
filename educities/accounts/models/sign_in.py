from typing import ClassVar

from django.conf import settings
from django.db import models


class SignInLink(models.Model):
    """A link that signs one person in, once, for as long as the code in the same mail is good. Its secret is kept as a hash."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_link")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    target = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"personal": "email target expires_at used_at", "secret": "token_hash"}

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"
