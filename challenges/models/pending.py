from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.models.challenges import Challenge
from educities.tenancy.models import CityFK, CityModel
from stakeholders.models import Profile


class PendingAct(CityModel):
    """What a resident did before having an account: kept whole until the mail's link confirms it."""

    class Kind(models.TextChoices):
        IDEA = "idea"
        JOIN = "join"
        SUPPORT = "support"

    challenge = CityFK(Challenge, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    email = models.EmailField()
    language = models.CharField(max_length=2)
    payload = models.JSONField(default=dict)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # When its link was opened and a guardian's no stood: what was typed is gone, and the link says why.
    refused_at = models.DateTimeField(null=True, editable=False)

    # Under whose name it was done without an account; that person has one since, or none.
    guest = CityFK(Profile, models.CASCADE, null=True, editable=False, related_name="+")

    DATA: ClassVar = {
        "personal": "kind email language payload created_at expires_at done_at refused_at",
        "secret": "token_hash",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "token_hash"],
                name="challenges_pending_token",
                violation_error_code="token_hash",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"pending {self.kind}"
