from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accelerator import rules
from accelerator.models.enrolments import Enrolment
from accelerator.values.credentials import new_mark, new_number
from educities.kit.addresses import cached_reverse
from educities.kit.states import Stateful
from educities.tenancy.models import CityModel, CityOneToOne


class Credential(Stateful, CityModel):
    """What a graduate can show to anybody. Its number is never given again; one that was revoked stays, as revoked.

    A trigger keeps the row: it is never deleted, its number and days never change, and no revoked one is valid again.
    """

    class State(models.TextChoices):
        VALID = "valid", pgettext_lazy("credential", "valid")
        REVOKED = "revoked", pgettext_lazy("credential", "revoked")

    class Achievement(models.TextChoices):
        GRADUATE = "graduate", _("Graduate of the municipal teacher accelerator")

    MOVES: ClassVar = {State.VALID: {State.REVOKED}}
    ALREADY: ClassVar = {State.REVOKED: _("This credential has been revoked already.")}

    enrolment = CityOneToOne(Enrolment, models.PROTECT, editable=False, related_name="credential")
    number = models.CharField(max_length=20, default=new_number, editable=False)
    uid = models.UUIDField(default=uuid4, editable=False)
    achievement = models.CharField(max_length=20, choices=Achievement.choices, default=Achievement.GRADUATE)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, editable=False)
    issued_on = models.DateField(_("issued on"), editable=False)
    # Of the link with which the holder shows the own name; another mark ends it.
    mark = models.CharField(max_length=20, default=new_mark, editable=False)
    revoked_on = models.DateField(null=True, editable=False)
    revoked_reason = models.CharField(_("reason"), max_length=2000, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.VALID)

    DATA: ClassVar = {
        "public": "number achievement hours issued_on revoked_on state",
        "internal": "uid",
        "personal": "revoked_reason",
        "secret": "mark",
    }

    class Meta:
        ordering = ("-issued_on", "-id")
        verbose_name = _("credential")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "number"],
                name="accelerator_credential_number",
                violation_error_code="number",
                violation_error_message=_("This number was given already."),
            ),
            models.CheckConstraint(
                condition=Q(state="valid", revoked_on=None) | Q(state="revoked", revoked_on__isnull=False),
                name="accelerator_revoked_on",
                violation_error_code="state",
                violation_error_message=_("A revoked credential has its day."),
            ),
        )
        rules_permissions: ClassVar = {"hold": rules.is_teacher_of, "revoke": rules.is_director}

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return cached_reverse("credential", self.city.slug, self.number)


class SigningKey(CityModel):
    """The key with which a city signs credentials. The public half stays, so that what it signed can be checked for ever."""

    name = models.CharField(max_length=20, editable=False)
    # Sealed; only signing opens it.
    private = models.TextField(editable=False)
    public = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"public": "name public", "internal": "made_at", "secret": "private"}

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "name"],
                name="accelerator_key_once",
                violation_error_code="name",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.name
