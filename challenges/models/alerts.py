from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.models.challenges import Challenge
from cities.models import City
from educities.tenancy.models import CityFK, CityModel


class OpeningAlert(CityModel):
    """Somebody wants one mail on the day on which a challenge begins to gather ideas; with it this row is gone.

    Without a challenge it waits for the next one of the city, whichever it is.
    Of who has no account nothing is kept but the address.
    """

    # So long an address waits for a question that does not come.
    MOST_DAYS: ClassVar = 365

    challenge = CityFK(Challenge, models.CASCADE, null=True, related_name="alerts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=2)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    # The link of one that nobody has confirmed ends then.
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    DATA: ClassVar = {
        "personal": "user email language created_at expires_at confirmed_at",
        "secret": "token_hash",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "challenge", "email"],
                nulls_distinct=False,
                name="challenges_alert_once",
                violation_error_code="email",
                violation_error_message=_("Your request is already registered."),
            ),
        )

    @property
    def subject(self) -> Challenge | City:
        """What it waits for: the challenge, or the city with whatever it asks next."""
        return self.challenge or self.city

    def __str__(self) -> str:
        return f"alert {self.pk}"
