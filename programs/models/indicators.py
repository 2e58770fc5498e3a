from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, join_localised, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from programs import rules
from programs.values.calendar import PERIODS, school_year
from programs.values.catalogue import Definition, find_definition
from programs.values.flags import list_flags

# What makes a figure another figure when it is said differently, and what people call it.
DEFINING = {
    "unit": _("unit"),
    "direction": _("direction"),
    "numerator": _("who is counted"),
    "denominator": _("out of whom"),
}


class Indicator(CityModel):
    """An outcome that is measured each school year, with the same words for every city that uses its code."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("of the whole city")
        PROGRAMME = "programme", _("of one lab’s work")

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        NONE = "none", _("neither is better by itself")

    class Unit(models.TextChoices):
        PERCENT = "percent", _("percent")
        NUMBER = "number", _("number")
        POINTS = "points", _("points")

    class Cadence(models.TextChoices):
        YEARLY = "yearly", _("every school year")
        HALF_YEARLY = "half_yearly", _("twice a school year")
        TWO_YEARLY = "two_yearly", _("every second school year")

    class OwnerRole(models.TextChoices):
        DIRECTOR = "director", _("the education director")
        FACILITATOR = "facilitator", _("the facilitators")

    code = models.SlugField(_("code"), max_length=60)
    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.POPULATION)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, default=Unit.PERCENT)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    numerator = WordsField(_("who is counted"), blank=True)
    denominator = WordsField(_("out of whom"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = WordsField(_("what to know when comparing"), blank=True, default=dict, db_default={})
    cadence = models.CharField(
        _("how often it is measured"),
        max_length=11,
        choices=Cadence.choices,
        default=Cadence.YEARLY,
        db_default=Cadence.YEARLY,
    )
    # How many years after the end of a school year its figure is known.
    lag_years = models.SmallIntegerField(_("known after so many years"), default=0, db_default=0)
    owner_role = models.CharField(
        _("who enters the figures"),
        max_length=12,
        choices=OwnerRole.choices,
        default=OwnerRole.DIRECTOR,
        db_default=OwnerRole.DIRECTOR,
    )
    # The definition of the network's catalogue that it was taken from; "" and 0 for a city's own.
    catalogue_code = models.CharField(max_length=60, blank=True, editable=False, db_default="")
    definition_version = models.SmallIntegerField(default=0, editable=False, db_default=0)
    # The school years from which the figures are counted differently, as its notes say.
    breaks = ArrayField(models.SmallIntegerField(), default=list, editable=False, db_default=[])
    no_benchmark_because = models.CharField(_("no national average exists, because"), max_length=200, blank=True)
    is_main = models.BooleanField(_("the city’s main indicator"), default=False)
    is_invented = models.BooleanField(default=False, editable=False)

    DATA: ClassVar = {
        "public": "code name kind unit direction numerator denominator source note cadence lag_years catalogue_code definition_version breaks no_benchmark_because is_main is_invented",
        "internal": "owner_role",
    }

    class Meta:
        ordering = ("-is_main", "code")
        verbose_name = _("indicator")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "code"],
                name="programs_indicator_code",
                violation_error_code="code",
                violation_error_message=_("The city has an indicator of this code."),
            ),
            models.UniqueConstraint(
                fields=["city"],
                name="programs_one_main_indicator",
                condition=Q(is_main=True),
                violation_error_code="is_main",
                violation_error_message=_("The city has another main indicator."),
            ),
            models.UniqueConstraint(
                fields=["city", "catalogue_code"],
                name="programs_indicator_of_catalogue",
                condition=~Q(catalogue_code=""),
                violation_error_code="code",
                violation_error_message=_("The city measures this already."),
            ),
            models.CheckConstraint(
                condition=Q(lag_years__range=(0, 10)),
                name="programs_indicator_lag",
                violation_error_code="lag_years",
                violation_error_message=_("Choose from 0 to 10 years."),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.reads_progress,
            "view": rules.reads_progress,
            "add": rules.is_director,
            "change": rules.is_director,
            "import_values_of": rules.is_director,
            "enter_values_of": rules.is_director | rules.is_facilitator,
            # A facilitator where every director entered them: `programs.queries.confirmers`.
            "confirm_values_of": rules.is_director | rules.is_facilitator,
            "revise_values_of": rules.is_director,
        }

    def __str__(self) -> str:
        return translate_plain(self.name)

    def get_absolute_url(self) -> str:
        return cached_reverse("indicator", self.city.slug, self.pk)

    @staticmethod
    def name_recorded(name: str) -> str:
        """What the history calls a changed cell of the yearly screen, recorded as `<series>-<period>`; "" for another name."""
        series, _dash, period = name.partition("-")
        if series not in IndicatorValue.Series.values or not period.isdecimal():
            return ""
        return f"{IndicatorValue.Series(series).label} {school_year(int(period))}"

    @property
    def counts_people(self) -> bool:
        """Is each figure a number of those whom `numerator` names, and no share of others?"""
        return self.unit == self.Unit.NUMBER and bool(self.numerator) and not self.denominator

    @property
    def source_words(self) -> str:
        """Where its figures come from; of invented ones that they are, in the reader's language."""
        return str(_("The figures are made up for practice.")) if self.is_invented else self.source

    @property
    def definition(self) -> Definition | None:
        """What the network's catalogue says of it; None for a city's own."""
        return find_definition(self.catalogue_code, self.definition_version) if self.catalogue_code else None

    def list_differences(self) -> list[str]:
        """The names of the fields that say something else than the definition it was taken from. With one, no figure
        of another city or of the nation is comparable."""
        if (definition := self.definition) is None:
            return []
        return [name for name in DEFINING if getattr(self, name) != getattr(definition, name)]

    @property
    def factor(self) -> int:
        """What a share is multiplied by to be written in the indicator's unit."""
        return 100 if self.unit == self.Unit.PERCENT else 1


# Of a figure with both parts: value = numerator / denominator x factor, to the second decimal.
IS_SHARE = (
    Q(numerator=None)
    | Q(denominator=None)
    | Q(denominator__gte=Abs(F("value") * F("denominator") - F("numerator") * F("factor")) * 100)
)


class IndicatorValueQuerySet(CityQuerySet):
    def live(self) -> "IndicatorValueQuerySet":
        """The figures that count: not those that a revision replaced, nor those withdrawn."""
        return self.exclude(state__in=IndicatorValue.ENDED)

    def confirmed(self) -> "IndicatorValueQuerySet":
        """The figures that may leave the house."""
        return self.filter(state=IndicatorValue.State.CONFIRMED)


class IndicatorValueManager(CityManager.from_queryset(IndicatorValueQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `IndicatorValueQuerySet`."""


class IndicatorValue(Stateful, CityModel):
    """One figure of one school year. A confirmed figure changes only by a revision (`ValueRevision`) that keeps the old one."""

    class Series(models.TextChoices):
        ACTUAL = "actual", _("measured")
        TARGET = "target", _("target")
        BASELINE = "baseline", _("baseline")
        BENCHMARK = "benchmark", _("national average")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        CONFIRMED = "confirmed", _("confirmed")
        REVISED = "revised", _("revised")
        WITHDRAWN = "withdrawn", pgettext_lazy("figure", "withdrawn")

    # Kept to be read; they count no more.
    ENDED: ClassVar = (State.REVISED, State.WITHDRAWN)
    MOVES: ClassVar = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.CONFIRMED, State.DRAFT},
        # Back to "submitted" is the undo of a confirmation.
        State.CONFIRMED: {State.REVISED, State.WITHDRAWN, State.SUBMITTED},
        # The undo of the revision that took its place.
        State.REVISED: {State.CONFIRMED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.SUBMITTED: _("This figure has already been handed over."),
        State.CONFIRMED: _("This figure has already been confirmed."),
        State.REVISED: _("This figure has already been revised."),
        State.WITHDRAWN: _("This figure has already been withdrawn."),
    }

    indicator = CityFK(Indicator, models.CASCADE, related_name="values")
    series = models.CharField(_("series"), max_length=10, choices=Series.choices)
    period = models.SmallIntegerField(_("school year"))
    numerator = models.DecimalField(_("counted"), max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(_("out of"), max_digits=14, decimal_places=2, null=True, blank=True)
    factor = models.SmallIntegerField(default=1, editable=False)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # What is said beside the number, by the letters of `FLAGS`.
    flags = models.CharField(_("remarks"), max_length=10, blank=True, editable=False, db_default="", default="")
    replaces = CityFK("self", models.PROTECT, null=True, editable=False, related_name="+")
    reason = models.CharField(_("reason of the revision"), max_length=500, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True, editable=False, db_default="", default="")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The partner's app that entered it, in the name of `entered_by`.
    entered_with = models.ForeignKey(
        "accounts.PartnerClient", models.PROTECT, null=True, editable=False, related_name="+", db_constraint=False
    )
    # In whose name a deputy entered it; it holds after the role has ended.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)

    DATA: ClassVar = {
        "public": "series period value source flags",
        "internal": "numerator denominator factor entered_at confirmed_at withdrawn_at state",
        "staff": "reason withdrawn_because",
    }

    objects = IndicatorValueManager()

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "indicator", "series", "period"],
                name="programs_value_live",
                violation_error_code="period",
                violation_error_message=_("There is a figure for this school year already."),
                condition=~Q(state__in=["revised", "withdrawn"]),
            ),
            models.CheckConstraint(
                condition=Q(period__range=PERIODS),
                name="programs_value_period",
                violation_error_code="period",
                violation_error_message=_("School years from 1990 to 2100 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(reason=""),
                name="programs_revision_with_reason",
                violation_error_code="reason",
                violation_error_message=_("Say why the figure changes."),
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="programs_denominator",
                violation_error_code="denominator",
                violation_error_message=_("“Out of” must be greater than 0."),
            ),
            models.CheckConstraint(
                condition=IS_SHARE,
                name="programs_value_is_share",
                violation_error_code="value",
                violation_error_message=_("The figure does not agree with its parts."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.period}: {self.value}"

    @property
    def remarks(self) -> str:
        """What is said beside the number, in words; "" for nothing."""
        return join_localised(list_flags(self.flags))
