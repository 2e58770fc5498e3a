from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from cities import rules
from cities.models.city import City, today_of


class Role(models.TextChoices):
    """What a person is in a city. `STAFF` roles need a second factor."""

    STEWARD = "steward", _("network steward")
    DIRECTOR = "director", _("education director")
    FACILITATOR = "facilitator", _("facilitator")
    READER = "reader", _("reader of the city’s progress")
    ORGANISATION = "organisation", _("organisation’s manager")
    TEACHER = "teacher", _("teacher in the accelerator")
    RESIDENT = "resident", _("resident")


# A role that ended is offered to be given back for so long.
GIVEN_BACK_DAYS = 120
# Roles that end within so many days stand first on the page of roles, and on the director's day.
ENDING_DAYS = 30
STAFF = (Role.STEWARD, Role.DIRECTOR, Role.FACILITATOR)


class Scope(models.TextChoices):
    """How far a role reaches."""

    CITY = "city", _("whole city")
    LAB = "lab", _("one lab")
    ORGANISATION = "organisation", _("one organisation")


class MembershipQuerySet(models.QuerySet):
    def current(self) -> "MembershipQuerySet":
        """Roles within their dates."""
        today = today_of("city")
        return self.filter(Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today))

    def directors(self) -> "MembershipQuerySet":
        """Who directs, today."""
        return self.current().filter(role=Role.DIRECTOR)

    def lasting(self) -> "MembershipQuerySet":
        """Roles that no day ends: a deputy's is none of them."""
        return self.filter(ends_on=None)

    def beginning(self) -> "MembershipQuerySet":
        """Roles whose first day is still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), starts_on__gt=today_of("city"))

    def not_over(self) -> "MembershipQuerySet":
        """Roles of today, and those still to come."""
        today = today_of("city")
        return self.filter(Q(ends_on=None) | (Q(ends_on__gte=today) & Q(ends_on__gte=F("starts_on"))))

    def ending_soon(self) -> "MembershipQuerySet":
        """Roles of today that a day within the next weeks ends, the first to end first."""
        last = ExpressionWrapper(today_of("city") + Value(timedelta(days=ENDING_DAYS)), models.DateField())
        return self.current().filter(ends_on__lte=last).order_by("ends_on", "pk")

    def ended_lately(self) -> "MembershipQuerySet":
        """Roles of a whole city that ended in the last months, the latest first; those of one's own can be given back.

        Of whoever has left the city none: no list says their address any more.
        """
        # A day more or less of those months is nothing that anybody waits for.
        since = timezone.now().date() - timedelta(days=GIVEN_BACK_DAYS)
        rows = self.filter(
            scope_type=Scope.CITY,
            ends_on__gte=since,
            ends_on__lt=today_of("city"),
            user__is_active=True,
            has_left=False,
        )
        return rows.exclude(role=Role.RESIDENT).order_by("-ends_on", "pk")


def utc_today() -> date:
    """The default that the first migration names. A role begins on the day of its city."""
    return timezone.now().date()


class Membership(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A person's role in a city, within dates. Global: it says where a person may enter, before any scope is open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    city = models.ForeignKey(City, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    scope_type = models.CharField(max_length=12, choices=Scope.choices, default=Scope.CITY)
    scope_id = models.BigIntegerField(null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # The day on which somebody ended it: from that moment it gives nothing, so `ends_on` is the day before.
    ended_on = models.DateField(null=True, blank=True)
    # Its holder has left the city since: only an invitation gives it again.
    has_left = models.BooleanField(default=False, db_default=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Whose place the person takes for a while; None for a role of one's own.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    DATA: ClassVar = {
        "personal": "role scope_type scope_id starts_on ends_on ended_on acting_for",
        "internal": "has_left",
    }

    objects = MembershipQuerySet.as_manager()

    class Meta:
        rules_permissions: ClassVar = {
            "change": rules.is_director & ~rules.is_stewards & ~(rules.is_deputy & rules.is_directors),
            "end": (
                rules.is_director & ~rules.is_stewards & ~(rules.is_deputy & rules.is_directors & ~rules.is_own_role)
            )
            | (rules.is_operator & rules.comes_from_outside),
            # The platform's staff ends a role that came from outside, and gives none.
            "give_back": rules.is_director & ~rules.is_stewards & ~(rules.is_deputy & rules.is_directors),
        }
        constraints = (
            models.UniqueConstraint(
                fields=["city", "user", "role", "scope_type", "scope_id"],
                name="cities_membership_once",
                violation_error_code="role",
                violation_error_message=_("The person has this role already."),
                nulls_distinct=False,
            ),
            # One person is either the director or the steward of a city, never both.
            models.UniqueConstraint(
                fields=["city", "user"],
                name="cities_director_or_steward",
                violation_error_code="role",
                violation_error_message=_(
                    "One person cannot be both the director and the steward of a city. Choose another person."
                ),
                condition=Q(role__in=["director", "steward"], scope_type="city"),
            ),
            models.CheckConstraint(
                condition=Q(acting_for=None) | Q(ends_on__isnull=False),
                name="cities_deputy_has_end",
                violation_error_code="ends_on",
                violation_error_message=_("Who stands in for someone does so until a day. Choose it."),
            ),
            models.CheckConstraint(
                condition=Q(acting_for=None) | ~Q(acting_for=F("user")),
                name="cities_deputy_of_another",
                violation_error_code="acting_for",
                violation_error_message=_("A person cannot stand in for themselves. Choose someone else."),
            ),
        )
        indexes = (models.Index(fields=["user", "city"], name="cities_membership_user"),)

    def __str__(self) -> str:
        return f"{self.role} in {self.city_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A role without a first day begins today, as the city counts days."""
        if self.starts_on is None:
            self.starts_on = self.city.today()
        super().save(*args, **kwargs)

    @property
    def last_day(self) -> date | None:
        """The last day on which it was held, or is to be: the one on which somebody ended it, where somebody did."""
        return self.ended_on or self.ends_on

    @property
    def is_before_first_day(self) -> bool:
        """Was it ended before it began?"""
        return self.last_day is not None and self.last_day < self.starts_on
