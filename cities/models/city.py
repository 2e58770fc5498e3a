import re
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModelBase, RulesModelMixin

from cities import rules
from educities.kit.multilingual import LANGUAGES, WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.kept_queries import Given, KeptQuery, find_or_give
from educities.tenancy.models import CityModel

RESERVED_SLUGS = {"new", "api", "accounts", "library", "static", "media", "platform", "kit"}
LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(\.{LABEL})+")


def known_languages() -> list[str]:
    return list(LANGUAGES)


def led_by(first: str) -> list[str]:
    """The languages of a city whose own is `first`."""
    return [first, *(code for code in LANGUAGES if code != first)]


check_slug = RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Small Latin letters, digits and hyphens."))


def check_time_zone(value: str) -> None:
    """The name is in the time zone database."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(_("No time zone of that name. Write for example Asia/Jerusalem.")) from error


def check_host(value: str) -> None:
    """A name as it stands in a browser: labels of small Latin letters, digits and hyphens, with dots between."""
    if not HOST.fullmatch(value):
        raise ValidationError(_("Enter a domain without https:// and without a path, for example school.example.org."))


def today_of(city: str) -> Cast:
    """In a query: the date in the row's city. `city` is the way from the row to it. A kept statement is given `now`."""
    now = find_or_give("now", lambda: Value(timezone.now()), models.DateTimeField())
    return Cast(Func(F(f"{city}__time_zone"), now, function="timezone"), models.DateField())


class CityQuerySet(models.QuerySet["City"]):
    def served(self) -> "CityQuerySet":
        """Cities whose pages answer."""
        return self.exclude(state=City.State.LEFT)

    def shown(self) -> "CityQuerySet":
        """Cities that everyone may see: on their way, and public because their director said so."""
        return self.filter(state__in=City.SHOWN, is_public=True)

    def at(self, slug: str) -> "City | None":
        """The city whose pages answer at this address."""
        return next(iter(AT_ADDRESS.ask(slug=slug)), None)

    def of_host(self, host: str) -> "City | None":
        """The city whose own front door this host is, also one that has left. No query for the platform's own host."""
        name = host.rpartition(":")[0] or host
        if name == urlsplit(settings.BASE_URL).hostname:
            return None
        return self.filter(domains__host=name.lower()).first()


# Asked by every request.
AT_ADDRESS = KeptQuery(lambda: City.objects.served().filter(slug=Given("slug", output_field=models.SlugField())))


class City(Stateful, RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """The tenant."""

    class State(models.TextChoices):
        PROSPECT = "prospect", pgettext_lazy("city", "prospect")
        ONBOARDING = "onboarding", pgettext_lazy("city", "onboarding")
        ACTIVE = "active", pgettext_lazy("city", "active")
        PAUSED = "paused", pgettext_lazy("city", "paused")
        SUSTAINING = "sustaining", pgettext_lazy("city", "sustaining")
        LEFT = "left", pgettext_lazy("city", "left")

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGIONAL_COUNCIL = "regional_council", _("regional council")

    class Colour(models.TextChoices):
        SEA = "sea", _("sea")
        OLIVE = "olive", _("olive")
        CLAY = "clay", _("clay")
        PLUM = "plum", _("plum")

    MOVES: ClassVar = {
        State.PROSPECT: {State.ONBOARDING, State.LEFT},
        State.ONBOARDING: {State.ACTIVE, State.LEFT},
        State.ACTIVE: {State.PAUSED, State.SUSTAINING, State.LEFT},
        State.PAUSED: {State.ACTIVE, State.LEFT},
        State.SUSTAINING: {State.ACTIVE, State.LEFT},
    }

    SHOWN: ClassVar = (State.ONBOARDING, State.ACTIVE, State.PAUSED, State.SUSTAINING)

    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[check_slug],
        help_text=_("In the city’s web address: small Latin letters, digits and hyphens."),
    )
    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.MUNICIPALITY)
    country = models.CharField(_("country"), max_length=2, default="IL")
    registry_code = models.CharField(_("code in the national register"), max_length=20, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Jerusalem", validators=[check_time_zone])
    languages = models.JSONField(_("languages"), default=known_languages)
    week_start = models.SmallIntegerField(_("first day of the week"), default=6)
    school_year_start = models.SmallIntegerField(
        _("first month of the school year"),
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    story = WordsField(_("story"), blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    account_age = models.SmallIntegerField(
        _("age from which a person answers alone"),
        default=16,
        validators=[MinValueValidator(13), MaxValueValidator(18)],
    )
    contact_email = models.EmailField(
        _("email address of the city office"),
        blank=True,
        help_text=_(
            "It stands on the contact page, and replies to the city’s emails go to it. Without it nobody reads them."
        ),
    )
    quiet_from = models.TimeField(_("quiet from"), default="21:00")
    quiet_until = models.TimeField(_("quiet until"), default="08:00")
    keeps_sabbath = models.BooleanField(_("no email from Friday afternoon to Saturday night"), default=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, default=Colour.SEA)
    is_practice = models.BooleanField(_("practice city"), default=False)
    # Its director says so: until then only its own people see its pages.
    is_public = models.BooleanField(_("shown to everyone"), default=False, db_default=False, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ONBOARDING)
    page_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {
        "public": "slug name kind country registry_code time_zone languages week_start school_year_start story population contact_email account_age colour is_practice is_public state",
        "internal": "quiet_from quiet_until keeps_sabbath page_version created_at",
    }

    objects = CityQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        rules_permissions: ClassVar = {
            "create": rules.is_operator,
            "see_own_things": rules.is_member & ~rules.is_staff_of_city,
            "see_workplace": rules.is_staff_of_city,
            "see_dashboard": rules.is_director,
            "steer": rules.is_operator,
            "invite": rules.is_director | rules.is_operator,
            "see_roles": rules.is_director | rules.is_in_office,
            "invite_to_role": rules.is_director,
            "admit_partners": rules.is_director,
            "change_settings": rules.is_director | rules.is_in_office,
            "open_emergency": rules.is_operator,
            "see_people": rules.is_staff_of_city,
            "see_areas": rules.is_member,
            # Who has any role in it; whoever has none reads how one comes to belong.
            "belong_to": rules.is_member,
            "see_audit": rules.is_director | rules.is_in_office,
            "see_deliveries": rules.is_director | rules.is_in_office,
        }

    def __str__(self) -> str:
        return translate_plain(self.name) or self.slug

    def get_absolute_url(self) -> str:
        return reverse("city", args=[self.slug])

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("The platform uses this word itself. Choose a different address.")})

    @property
    def is_shown(self) -> bool:
        """May everyone see its pages?"""
        return self.is_public and self.state in self.SHOWN

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def language(self) -> str:
        """The city's first language."""
        return self.languages[0]

    def today(self) -> date:
        """The date in the city."""
        return timezone.now().astimezone(self.zone).date()

    def school_year(self, day: date | None = None) -> int:
        """The calendar year in which the school year of `day` began."""
        day = day or self.today()
        return day.year if day.month >= self.school_year_start else day.year - 1


class CityDomain(models.Model):
    """A host of the city's own: its front door is the city's, and every other address answers as everywhere."""

    host = models.CharField(_("web address"), max_length=253, unique=True, validators=[check_host])
    city = models.ForeignKey(City, models.CASCADE, related_name="domains")

    DATA: ClassVar = {"public": "host"}

    def __str__(self) -> str:
        return self.host

    def clean(self) -> None:
        if self.host in {urlsplit(settings.BASE_URL).hostname, "localhost"}:
            raise ValidationError({"host": _("This is the platform’s own address. Enter a domain of the city.")})


class CityCalendarDay(CityModel):
    """A day on which the city does not write to people, or on which school rests."""

    class Kind(models.TextChoices):
        FEAST = "feast", _("public holiday")
        SCHOOL_HOLIDAY = "school_holiday", _("school holiday")
        QUIET = "quiet", _("quiet day")

    # On a school holiday the city writes as on any day.
    WITHOUT_MAIL = (Kind.FEAST, Kind.QUIET)

    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    name = WordsField(_("name"))
    communities: Any = models.JSONField(default=list)

    DATA: ClassVar = {"internal": "date kind name communities"}

    class Meta:
        ordering = ("date",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "date", "kind"],
                name="cities_day_once",
                violation_error_code="date",
                violation_error_message=_("This day is already in the calendar."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.date} {translate_plain(self.name)}"
