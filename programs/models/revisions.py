from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from programs import rules
from programs.models.indicators import IS_SHARE, IndicatorValue
from programs.values.calendar import school_year


class ValueRevision(Stateful, CityModel):
    """A new figure in place of a confirmed one, or none (`is_withdrawal`), as one person proposes it: it counts once another
    person confirms it.

    Until then, and when it is declined or taken back, the confirmed figure stays as it is.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("revision", "withdrawn")

    MOVES: ClassVar = {
        State.WAITING: {State.CONFIRMED, State.DECLINED, State.WITHDRAWN},
        # Back to "waiting" is the undo of a confirmation.
        State.CONFIRMED: {State.WAITING},
    }
    ALREADY: ClassVar = {
        State.CONFIRMED: _("This revision has already been confirmed."),
        State.DECLINED: _("This revision has already been declined."),
        State.WITHDRAWN: _("This revision has already been withdrawn."),
    }

    figure = CityFK(IndicatorValue, models.CASCADE, related_name="revisions")
    # The figure shall count no more, and nothing stands in its place; the numbers are those of the figure then.
    is_withdrawal = models.BooleanField(default=False, db_default=False, editable=False)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    numerator = models.DecimalField(_("counted"), max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(_("out of"), max_digits=14, decimal_places=2, null=True, blank=True)
    factor = models.SmallIntegerField(default=1, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    flags = models.CharField(_("remarks"), max_length=10, blank=True, editable=False, default="")
    reason = models.CharField(_("reason of the revision"), max_length=500)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The partner's app that entered it, in the name of `entered_by`.
    entered_with = models.ForeignKey(
        "accounts.PartnerClient", models.PROTECT, null=True, editable=False, related_name="+", db_constraint=False
    )
    # In whose name a deputy entered it; it holds after the role has ended.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    # Why it was declined.
    answer = models.CharField(max_length=500, blank=True, editable=False, default="")

    DATA: ClassVar = {
        "internal": "value numerator denominator factor source flags entered_at state decided_at is_withdrawal",
        "staff": "reason answer",
    }

    class Meta:
        ordering = ("-id",)
        verbose_name = _("revision of a figure")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "figure"],
                name="programs_revision_waiting",
                violation_error_code="figure",
                violation_error_message=_("Another revision of this figure waits already."),
                condition=Q(state="waiting"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="programs_revision_why",
                violation_error_code="reason",
                violation_error_message=_("Say why the figure changes."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="programs_revision_decided",
                violation_error_code="decided_at",
                violation_error_message=_("Say when the revision was decided on."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="programs_revision_declined_why",
                violation_error_code="answer",
                violation_error_message=_("Say in a sentence why. Those whom it concerns read it."),
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="programs_revision_denominator",
                violation_error_code="denominator",
                violation_error_message=_("“Out of” must be greater than 0."),
            ),
            models.CheckConstraint(
                condition=IS_SHARE,
                name="programs_revision_is_share",
                violation_error_code="value",
                violation_error_message=_("The figure does not agree with its parts."),
            ),
        )
        rules_permissions: ClassVar = {
            # Who of them confirms this one: `programs.queries.confirmers`.
            "confirm": rules.is_director | rules.is_facilitator,
            "withdraw": rules.is_director,
        }

    def __str__(self) -> str:
        return f"{self.figure.get_series_display()} {school_year(self.figure.period)}"

    def get_absolute_url(self) -> str:
        return self.figure.indicator.get_absolute_url()
