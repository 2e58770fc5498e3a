from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities import rules
from cities.models.membership import Role, Scope
from educities.tenancy.models import CityManager, CityModel, CityQuerySet


class InvitationQuerySet(CityQuerySet):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor past their day."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class InvitationManager(CityManager.from_queryset(InvitationQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `InvitationQuerySet`."""


class Invitation(CityModel):
    """A person is asked by mail to take a role in the city. The link's secret is kept as a hash."""

    email = models.EmailField(_("email address"))
    display_name = models.CharField(_("name that others see"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="he")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    scope_type = models.CharField(max_length=12, choices=Scope.choices, default=Scope.CITY)
    scope_id = models.BigIntegerField(null=True)
    # The role's own first and last day; without them it begins with the answer, and lasts.
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    DATA: ClassVar = {
        "personal": "email display_name language role scope_type scope_id starts_on ends_on acting_for invited_at expires_at accepted_at withdrawn_at",
        "secret": "token_hash",
    }

    # Set where somebody is invited: the open invitation that this one has replaced.
    replaced: "Invitation | None" = None
    # Set where it is shown: how the one is called in whose place the person would act.
    in_place_of: str = ""

    objects = InvitationManager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "token_hash"],
                name="cities_invitation_token",
                violation_error_code="token_hash",
                violation_error_message=_("This is there already."),
            ),
            models.UniqueConstraint(
                fields=["city", "email", "role", "scope_type", "scope_id"],
                name="cities_invitation_once",
                violation_error_code="email",
                violation_error_message=_("This person was invited to this role already."),
                condition=Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
            ),
        )
        rules_permissions: ClassVar = {
            "withdraw": (rules.is_director & ~rules.is_stewards) | (rules.is_operator & rules.comes_from_outside)
        }

    @property
    def is_open(self) -> bool:
        """Can it be accepted now?"""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    def __str__(self) -> str:
        return f"invitation {self.pk}"
