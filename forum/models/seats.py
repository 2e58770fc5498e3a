from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.kit.addresses import cached_reverse
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from forum import rules
from forum.models.charters import Charter
from stakeholders.models import Organisation, Profile, Sector


class SeatQuerySet(CityQuerySet):
    def active(self) -> "SeatQuerySet":
        """Those whose term runs today."""
        today = city_today()
        return self.filter(ended_on=None, starts_on__lte=today, ends_on__gte=today)

    def asked(self) -> "SeatQuerySet":
        """Whoever is expected at meetings: nobody has to accept a seat first."""
        return self.active()

    def awaiting_consent(self) -> "SeatQuerySet":
        """Nobody: a seat is an adult's."""
        return self.none()

    def joined_before(self, moment: datetime) -> "SeatQuerySet":
        """Those that were given before the moment."""
        return self.filter(joined_at__lt=moment)

    def voting(self) -> "SeatQuerySet":
        """Those that decide; a youth seat gives advice."""
        return self.exclude(role=Seat.Role.YOUTH)

    def with_names(self) -> "SeatQuerySet":
        """With what a line about each of them needs, in the same query."""
        return self.select_related("city", "charter__city", "profile", "organisation")


class SeatManager(CityManager.from_queryset(SeatQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `SeatQuerySet`."""


class Seat(CityModel):
    """An adult's seat in the forum for a term, for an organisation of a sector; the sector is frozen on the seat."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")
        YOUTH = "youth", _("young people’s seat (advice, no vote)")

    charter = CityFK(Charter, models.CASCADE, editable=False, related_name="seats")
    profile = CityFK(Profile, models.PROTECT, related_name="forum_seats", verbose_name=_("person"))
    organisation = CityFK(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forum_seats",
        verbose_name=_("organisation"),
    )
    sector = models.SmallIntegerField(_("sector"), choices=Sector.choices)
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    # The person's own word: the name may stand on the list that everyone reads.
    is_named = models.BooleanField(default=False, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    # The moment in which it ended: who had a seat at a meeting of that day is told by it. None where only the day is known.
    closed_at = models.DateTimeField(null=True, editable=False)

    DATA: ClassVar = {"internal": "sector role starts_on ends_on", "personal": "is_named ended_on joined_at closed_at"}

    objects = SeatManager()

    class Meta:
        ordering = ("sector", "id")
        verbose_name = _("seat in the forum")
        constraints = (
            models.CheckConstraint(
                condition=Q(sector__range=(1, 4)),
                name="forum_seat_sector",
                violation_error_code="sector",
                violation_error_message=_("Choose one of the four sectors."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="forum_seat_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The last day has to be after the first."),
            ),
            models.CheckConstraint(
                condition=Q(role="youth") | Q(organisation__isnull=False),
                name="forum_seat_organisation",
                violation_error_code="organisation",
                violation_error_message=_("Choose the organisation for which the person sits in the forum."),
            ),
            models.UniqueConstraint(
                fields=["city", "charter", "profile"],
                condition=Q(ended_on=None),
                name="forum_seat_once",
                violation_error_code="profile",
                violation_error_message=_("This person has a seat in the forum already."),
            ),
            models.UniqueConstraint(
                fields=["city", "charter"],
                condition=Q(ended_on=None, role="chair"),
                name="forum_one_chair",
                violation_error_code="role",
                violation_error_message=_("The forum has a chair already. End that seat first."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.reads,
            "end": rules.is_director | rules.is_own_seat,
            # Nobody shows somebody else's name.
            "show": rules.is_own_seat,
        }

    def __str__(self) -> str:
        return str(self.profile.display_name)

    def get_absolute_url(self) -> str:
        return cached_reverse("forum_seat", self.city.slug, self.pk)

    @property
    def full_name(self) -> str:
        """The name of who sits there, and for which organisation: two people may have one name."""
        name, place = self.profile.display_name, self.organisation
        return f"{name} ({place})" if place is not None else str(name)

    @property
    def votes(self) -> bool:
        """Does it decide with the others?"""
        return self.role != self.Role.YOUTH

    @property
    def is_over(self) -> bool:
        """It has ended, by its day or before."""
        return self.ended_on is not None

    def is_held(self, moment: datetime, day: date) -> bool:
        """Was it the person's at that moment of that day? What was given or ended since changes nothing of it."""
        if self.joined_at > moment or not self.starts_on <= day <= self.ends_on:
            return False
        if self.closed_at is not None:
            return self.closed_at > moment
        return self.ended_on is None or day <= self.ended_on

    def is_current(self, today: date) -> bool:
        """Does its term run on that day?"""
        return self.ended_on is None and self.starts_on <= today <= self.ends_on
