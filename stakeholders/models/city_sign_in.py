"""The city's own sign-in, as at the municipality's pages, and whose account there is whose account here."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import split_address
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from stakeholders import rules
from stakeholders.models.people import Profile


class CitySignIn(Stateful, CityModel):
    """A provider of OpenID Connect that the city keeps for its residents or its people. One for each city.

    Whoever keeps it says who somebody is, so its issuer and our client at it never change: another one is another row,
    to which nobody's account is linked.
    """

    class Proves(models.TextChoices):
        RESIDENT = "resident", _("that the person lives in the city")
        NOTHING = "nothing", _("only that it is the same person as before")

    class State(models.TextChoices):
        READY = "ready", pgettext_lazy("sign-in", "not in use yet")
        ON = "on", pgettext_lazy("sign-in", "in use")
        OFF = "off", pgettext_lazy("sign-in", "switched off")

    MOVES: ClassVar = {State.READY: {State.ON}, State.ON: {State.OFF}, State.OFF: {State.ON}}
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.ON: _("This sign-in is in use already."),
        State.OFF: _("This sign-in has already been switched off."),
    }

    name = WordsField(_("who runs the sign-in"))
    issuer = models.URLField(_("address of the provider"), max_length=300)
    client_id = models.CharField(_("app id"), max_length=300)
    # Sealed; nobody reads it again.
    client_secret = models.TextField(_("app secret"))
    # What the provider's own description said when it was set up or tried: addresses, and how we show our secret.
    endpoints = models.JSONField(default=dict)
    proves = models.CharField(_("what it shows"), max_length=10, choices=Proves.choices, default=Proves.RESIDENT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    tested_at = models.DateTimeField(null=True)

    DATA: ClassVar = {
        "public": "name",
        "internal": "issuer client_id endpoints proves state tested_at",
        "secret": "client_secret",
    }

    class Meta:
        verbose_name = _("sign-in of the city")
        constraints = (
            models.UniqueConstraint(
                fields=["city"],
                name="stakeholders_one_city_sign_in",
                violation_error_code="issuer",
                violation_error_message=_("The city has a sign-in already. Remove that one first."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="ready") | models.Q(tested_at__isnull=False),
                name="stakeholders_sign_in_tested",
                violation_error_code="state",
                violation_error_message=_("Test the sign-in first: sign in with it once yourself."),
            ),
        )
        # "add" is asked about the city.
        rules_permissions: ClassVar = {"add": rules.is_director, "change": rules.is_director}

    def __str__(self) -> str:
        return translate_plain(self.name)

    def get_absolute_url(self) -> str:
        return reverse("city_sign_in", args=[self.city.slug])

    @property
    def host(self) -> str:
        """The server on which people type their password."""
        return split_address(self.endpoints.get("authorization_endpoint", "")).hostname or ""


class LinkedSignIn(CityModel):
    """An account at the city's sign-in belongs to a person here. What the provider calls it is kept as a keyed hash."""

    sign_in = CityFK(CitySignIn, models.CASCADE, related_name="links")
    profile = CityFK(Profile, models.CASCADE, related_name="linked_sign_ins")
    subject_hash = models.CharField(max_length=64)
    linked_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"personal": "linked_at last_used_at", "secret": "subject_hash"}

    class Meta:
        ordering = ("pk",)
        verbose_name = _("link with the sign-in of the city")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "sign_in", "subject_hash"],
                name="stakeholders_subject_once",
                violation_error_code="subject_hash",
                violation_error_message=_("This sign-in belongs to another account here."),
            ),
            models.UniqueConstraint(
                fields=["city", "sign_in", "profile"],
                name="stakeholders_linked_once",
                violation_error_code="profile",
                violation_error_message=_("Another sign-in is linked with your account. Unlink that one first."),
            ),
        )

    def __str__(self) -> str:
        return f"linked sign-in {self.pk}"
