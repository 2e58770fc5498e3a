from typing import ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from labs import rules
from labs.models.cohorts import Cohort
from labs.models.labs import Lab
from labs.values import RuleResult

models.TextField.register_lookup(Length)


class Override(Stateful, CityModel):
    """A gate's line is let pass for a time: asked by one person, granted by another, with a remedy and an end."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        EXPIRED = "expired", _("expired")
        RESOLVED = "resolved", _("resolved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES: ClassVar = {
        State.REQUESTED: {State.GRANTED, State.REFUSED, State.WITHDRAWN},
        # Back to "requested" is the undo of a grant.
        State.GRANTED: {State.EXPIRED, State.RESOLVED, State.REQUESTED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.GRANTED: _("This override has already been granted."),
        State.REFUSED: _("This override has already been refused."),
        State.RESOLVED: _("This override has already been resolved."),
        State.WITHDRAWN: _("This request has already been withdrawn."),
    }

    rule_code = models.CharField(max_length=4)
    cohort = CityFK(Cohort, models.CASCADE, null=True, related_name="overrides")
    lab = CityFK(Lab, models.CASCADE, null=True, related_name="overrides")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # In whose name it was asked for, as it was then: they do not answer it, also after the deputy's role has ended.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    # What was missing when it was asked for, as `RuleResult` says it: {missing, short, detail in every language}.
    lack = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    reason = models.TextField(_("reason"))
    remedy = models.TextField(_("how the gap will be filled"))
    wanted_until = models.DateField(_("until"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)

    DATA: ClassVar = {
        "internal": "rule_code requested_at lack wanted_until granted_at expires_on resolved_at state",
        "staff": "reason remedy answer",
    }

    class Meta:
        ordering = ("-id",)
        verbose_name = _("override")
        constraints = (
            models.CheckConstraint(
                condition=~Q(granted_by=F("requested_by")),
                name="labs_override_by_another",
                violation_error_code="granted_by",
                violation_error_message=_("Someone other than the person who asked must decide."),
            ),
            models.CheckConstraint(
                condition=Q(reason__length__gte=20),
                name="labs_override_reason",
                violation_error_code="reason",
                violation_error_message=_("Give a reason of at least 20 characters."),
            ),
            models.CheckConstraint(
                condition=Q(cohort__isnull=False, lab=None) | Q(cohort=None, lab__isnull=False),
                name="labs_override_of_one",
                violation_error_code="cohort",
                violation_error_message=_("An override is for a lab or for a cohort, not for both."),
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_by__isnull=False, expires_on__isnull=False),
                name="labs_override_granted",
                violation_error_code="expires_on",
                violation_error_message=_("Say until which day the override holds."),
            ),
            models.UniqueConstraint(
                fields=["city", "cohort", "lab", "rule_code"],
                name="labs_override_live",
                violation_error_code="rule_code",
                violation_error_message=_("Someone has already asked for an override of this condition."),
                condition=Q(state__in=["requested", "granted"]),
                nulls_distinct=False,
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.is_staff_of_city,
            "resolve": rules.is_director | rules.is_steward | rules.is_lab_facilitator,
            "decide": rules.may_let_pass & rules.did_not_ask,
            "withdraw": rules.is_director | rules.is_requester,
        }

    def __str__(self) -> str:
        return f"override {self.rule_code}"

    @property
    def is_live(self) -> bool:
        """Does it wait for an answer, or let its condition pass?"""
        return self.state in {self.State.REQUESTED, self.State.GRANTED}

    @property
    def is_standing(self) -> bool:
        """Granted, and its day has not passed."""
        return self.state == self.State.GRANTED and self.expires_on is not None and self.expires_on >= self.city.today()

    def covers(self, found: RuleResult) -> bool:
        """Is nothing missing now that was not missing when it was asked for?"""
        if not self.lack or found.met:
            return True
        return set(found.missing) <= set(self.lack["missing"]) and found.short <= self.lack["short"]

    @property
    def askers(self) -> set[int]:
        """The accounts that asked for it: the person's own, and that in whose name they did."""
        return {one for one in (self.requested_by_id, self.acting_for_id) if one is not None}

    @property
    def target(self) -> Cohort | Lab:
        """The cohort or lab that it lets pass."""
        return cast("Cohort | Lab", self.cohort or self.lab)  # a constraint: it is of one of them

    def get_absolute_url(self) -> str:
        return reverse("override", args=[self.city.slug, self.pk])
