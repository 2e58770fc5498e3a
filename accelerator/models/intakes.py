from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accelerator import rules
from accelerator.values import DEFAULT_PLACES, MOST_PLACES, SHAPE, TermShape, year_of
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import WordsField, translate_plain
from educities.tenancy.models import CityFK, CityModel, CityOneToOne
from meetings.models import Group
from programs.models import Intake
from stakeholders.models import Profile


class Accelerator(CityModel):
    """The two years of one intake of teachers: its call, its places, its group that meets. People call it an intake."""

    intake = CityOneToOne(Intake, models.PROTECT, editable=False, related_name="accelerator")
    group = CityOneToOne(Group, models.PROTECT, editable=False, related_name="accelerator")
    name = WordsField(_("name"))
    about = WordsField(_("whom it is for"), blank=True)
    call_opens_on = models.DateField(_("teachers can apply from"))
    call_closes_on = models.DateField(_("until"))
    places = models.PositiveSmallIntegerField(
        _("places"), default=DEFAULT_PLACES, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    # By so many days the two years are longer, because the five-year program rested.
    suspended_days = models.SmallIntegerField(default=0, db_default=0, editable=False)

    DATA: ClassVar = {"internal": "name about call_opens_on call_closes_on places places_taken suspended_days"}

    class Meta:
        ordering = ("-call_opens_on", "-id")
        verbose_name = _("intake")
        constraints = (
            models.CheckConstraint(
                condition=Q(places__range=(1, 200)),
                name="accelerator_places",
                violation_error_code="places",
                violation_error_message=_("Numbers from 1 to 200 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("places")),
                name="accelerator_places_taken",
                violation_error_code="places",
                violation_error_message=_("There cannot be fewer places than people."),
            ),
            models.CheckConstraint(
                condition=Q(call_closes_on__gte=F("call_opens_on")),
                name="accelerator_call_dates",
                violation_error_code="call_closes_on",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(call_opens_on__range=("1990-01-01", "2101-12-31"))
                & Q(call_closes_on__range=("1990-01-01", "2101-12-31")),
                name="accelerator_call_days",
                violation_error_code="call_opens_on",
                violation_error_message=_("Days from 1990 to 2101 can be entered."),
            ),
        )
        rules_permissions: ClassVar = {
            # The staff's list; asked about the city.
            "list": rules.is_staff_of_city,
            "add": rules.is_director,
            # Nothing on it is of a person but the names of those who lead it.
            "view": rules.is_member & rules.is_adult_account,
            # The calls that are open; asked about the city.
            "browse": rules.is_member & rules.is_adult_account,
            # Also who has no part in the city yet: the application makes them one of its residents.
            "apply_to": rules.can_join & rules.is_adult_account,
            "change": rules.is_director,
            "enrol": rules.is_director,
            # Who reads who takes part, and how far each is.
            "lead": rules.leads,
        }

    @staticmethod
    def name_recorded(name: str) -> str:
        """What the history calls what moved with a suspension; "" for another name."""
        return str(_("Four terms")) if name == "terms" else ""

    def __str__(self) -> str:
        return translate_plain(self.name)

    def get_absolute_url(self) -> str:
        return cached_reverse("accelerator", self.city.slug, self.pk)

    def describe_phase(self) -> str:
        """Where it is today: its call, its two years, or their end, in words."""
        today = self.city.today()
        if self.call_opens_on <= today <= self.call_closes_on:
            return gettext("call until %(day)s") % {"day": format_day(self.call_closes_on)}
        if today < self.call_opens_on:
            return gettext("call from %(day)s") % {"day": format_day(self.call_opens_on)}
        if today < self.intake.starts_on:
            return gettext("begins on %(day)s") % {"day": format_day(self.intake.starts_on)}
        return pgettext("intake", "under way") if today <= self.intake.ends_on else pgettext("intake", "over")

    @property
    def is_full(self) -> bool:
        """Has every place somebody?"""
        return self.places_taken >= self.places

    def is_call_open(self, today: date) -> bool:
        """Can teachers apply on this day?"""
        return self.call_opens_on <= today <= self.call_closes_on


class Term(CityModel):
    """One of the four terms. They follow each other without a gap: a constraint trigger keeps it so."""

    accelerator = CityFK(Accelerator, models.CASCADE, related_name="terms")
    number = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    DATA: ClassVar = {"internal": "number starts_on ends_on"}

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "accelerator", "number"],
                name="accelerator_term_once",
                violation_error_code="number",
                violation_error_message=_("This is there already."),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 4)),
                name="accelerator_term_of_four",
                violation_error_code="number",
                violation_error_message=_("The two years have four terms."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="accelerator_term_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The last day has to be after the first."),
            ),
        )

    def __str__(self) -> str:
        return str(_("Term %(number)s") % {"number": self.number})

    @property
    def shape(self) -> TermShape:
        """What it is about."""
        return SHAPE[self.number]

    @property
    def year(self) -> int:
        """The first or the second of the two years."""
        return year_of(self.number)


class Leader(CityModel):
    """Who leads an intake's sessions: two of those who work in the city as facilitators, one of them a teacher."""

    accelerator = CityFK(Accelerator, models.CASCADE, related_name="leaders")
    profile = CityFK(Profile, models.CASCADE, related_name="+")
    place = models.SmallIntegerField(editable=False)

    DATA: ClassVar = {"personal": "place"}

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "accelerator", "profile"],
                name="accelerator_leader_once",
                violation_error_code="profile",
                violation_error_message=_("Choose two different people."),
            ),
            models.UniqueConstraint(
                fields=["city", "accelerator", "place"],
                name="accelerator_leader_place",
                violation_error_code="profile",
                violation_error_message=_("An intake has two leaders."),
            ),
            models.CheckConstraint(
                condition=Q(place__range=(1, 2)),
                name="accelerator_two_leaders",
                violation_error_code="profile",
                violation_error_message=_("An intake has two leaders."),
            ),
        )

    def __str__(self) -> str:
        return self.profile.display_name
