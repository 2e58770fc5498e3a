from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from cities.queries import city_today
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.spelling import column_holds
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from stakeholders import rules
from stakeholders.models.organisations import Organisation
from stakeholders.models.people import Profile
from stakeholders.values import UNITS_OF, normalise_text

ZERO = Decimal(0)


class CommitmentQuerySet(CityQuerySet):
    def open(self) -> "CommitmentQuerySet":
        """What is promised and has not arrived whole."""
        return self.filter(state=Commitment.State.PROMISED)

    def overdue(self) -> "CommitmentQuerySet":
        """Open, and their day has passed."""
        return self.open().filter(due_on__lt=city_today())

    def of_organisations(self, words: str) -> "CommitmentQuerySet":
        """Every word of `words` stands in the organisation's name, however it is spelled."""
        return self.filter(column_holds("organisation__search", normalise_text(words)))

    def counted(self) -> "CommitmentQuerySet":
        """Those that sums are made of: all but the withdrawn; of these only what had arrived."""
        return self.filter(~Q(state=Commitment.State.WITHDRAWN) | Q(delivered__gt=0))


class CommitmentManager(CityManager.from_queryset(CommitmentQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `CommitmentQuerySet`."""


def is_unit_of_kind() -> Q:
    """Each kind of commitment is counted in units of its own, so that sums mean something."""
    rows = Q(pk__in=[])
    for kind, units in UNITS_OF.items():
        rows |= Q(kind=kind, unit__in=units)
    return rows


class Commitment(Stateful, CityModel):
    """An organisation promises hours, a room, money, skill or goods for a school year, and it arrives, whole or in parts."""

    class State(models.TextChoices):
        PROMISED = "promised", pgettext_lazy("commitment", "promised")
        DELIVERED = "delivered", pgettext_lazy("commitment", "delivered")
        WITHDRAWN = "withdrawn", pgettext_lazy("commitment", "withdrawn")

    class Kind(models.TextChoices):
        HOURS = "hours", pgettext_lazy("commitment", "hours of work")
        ROOM = "room", pgettext_lazy("commitment", "a room")
        MONEY = "money", pgettext_lazy("commitment", "money")
        SKILL = "skill", pgettext_lazy("commitment", "a skill")
        GOODS = "goods", pgettext_lazy("commitment", "goods")

    class Unit(models.TextChoices):
        HOURS = "hours", pgettext_lazy("unit", "hours")
        DAYS = "days", pgettext_lazy("unit", "days")
        TIMES = "times", pgettext_lazy("unit", "times")
        SHEKELS = "shekels", pgettext_lazy("unit", "shekels")
        EUROS = "euros", pgettext_lazy("unit", "euros")
        DOLLARS = "dollars", pgettext_lazy("unit", "dollars")
        PIECES = "pieces", pgettext_lazy("unit", "pieces")

    MOVES: ClassVar = {
        State.PROMISED: {State.DELIVERED, State.WITHDRAWN},
        # A delivery that was entered by mistake is corrected.
        State.DELIVERED: {State.PROMISED},
        # An organisation that comes back brings back what was withdrawn with it.
        State.WITHDRAWN: {State.PROMISED},
    }
    ALREADY: ClassVar = {
        State.DELIVERED: _("This commitment has already been delivered."),
        State.WITHDRAWN: _("This commitment has already been withdrawn."),
    }

    organisation = CityFK(Organisation, models.PROTECT, related_name="commitments")
    # Who promised it in the organisation's name; None where the city's office wrote it down.
    promised_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    kind = models.CharField(_("what kind"), max_length=5, choices=Kind.choices)
    title = WordsField(_("what is promised"))
    quantity = models.DecimalField(_("how much"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    # The school year that begins in this year, as of the city's figures.
    period = models.SmallIntegerField(_("school year"))
    due_on = models.DateField(_("by when"))
    promised_on = models.DateField(_("promised on"), editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    delivered = models.DecimalField(_("delivered"), max_digits=12, decimal_places=2, default=ZERO)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    # Why more arrived than was promised.
    correction = models.CharField(_("why more than promised"), max_length=280, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PROMISED)

    DATA: ClassVar = {
        "internal": "kind title quantity unit period due_on promised_on reminded_at delivered delivered_on state",
        "staff": "correction",
    }

    objects = CommitmentManager()

    class Meta:
        ordering = ("-period", "due_on", "id")
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = (
            models.Index(fields=["city", "organisation", "-period"], name="stakeholders_commitment_org"),
            models.Index(fields=["city", "due_on"], name="stakeholders_commitment_due", condition=Q(state="promised")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="stakeholders_commitment_quantity",
                violation_error_code="quantity",
                violation_error_message=_("Write how much, as a number greater than zero."),
            ),
            models.CheckConstraint(
                condition=Q(delivered__gte=0),
                name="stakeholders_commitment_delivered",
                violation_error_code="delivered",
                violation_error_message=_("What was delivered cannot be less than zero."),
            ),
            models.CheckConstraint(
                condition=Q(delivered__lte=F("quantity")) | ~Q(correction=""),
                name="stakeholders_commitment_not_more",
                violation_error_code="correction",
                violation_error_message=_("This is more than was promised. Say in a sentence why."),
            ),
            models.CheckConstraint(
                condition=Q(delivered=0) | Q(delivered_on__isnull=False),
                name="stakeholders_commitment_day",
                violation_error_code="delivered_on",
                violation_error_message=_("Say on which day it arrived."),
            ),
            models.CheckConstraint(
                condition=is_unit_of_kind(),
                name="stakeholders_commitment_unit",
                violation_error_code="unit",
                violation_error_message=_("Choose a unit that fits the kind."),
            ),
            models.CheckConstraint(
                condition=Q(period__range=(1990, 2100)),
                name="stakeholders_commitment_period",
                violation_error_code="period",
                violation_error_message=_("School years from 1990 to 2100 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__range=("1990-01-01", "2101-12-31")),
                name="stakeholders_commitment_due_day",
                violation_error_code="due_on",
                violation_error_message=_("Days from 1990 to 2101 can be entered."),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_director,
            "view": rules.is_staff_of_city | rules.represents_organisation_of,
            "change": rules.is_director | rules.commits_for_organisation_of,
            "deliver": rules.is_director | rules.commits_for_organisation_of,
            "withdraw": rules.is_director | rules.commits_for_organisation_of,
            "remind": rules.is_director,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    def describe_state(self) -> str:
        """The state in words; what ended before all had arrived is not called delivered."""
        if self.state == self.State.DELIVERED and self.missing:
            partly = pgettext("commitment", "delivered in part")
            return partly if self.delivered else pgettext("commitment", "not delivered")
        return str(self.State(self.state).label)

    @property
    def missing(self) -> Decimal:
        """How much of it has not arrived."""
        return max(self.quantity - self.delivered, ZERO)

    @property
    def is_open(self) -> bool:
        """Promised, and not arrived whole."""
        return self.state == self.State.PROMISED

    @property
    def is_overdue(self) -> bool:
        """Open, and its day has passed."""
        return self.is_open and self.due_on < self.city.today()

    def can_be_reminded(self, today: date) -> bool:
        """Open, and nobody was reminded by hand within a week."""
        reminded_on = self.reminded_at.astimezone(self.city.zone).date() if self.reminded_at else None
        return self.is_open and (reminded_on is None or reminded_on + timedelta(days=7) <= today)

    def get_absolute_url(self) -> str:
        return reverse("commitment", args=[self.city.slug, self.pk])
