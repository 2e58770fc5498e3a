from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel, SharedFK
from journeys import rules
from journeys.values import PLAN_NEEDS
from labs.models import Cohort
from stakeholders.models import Area, Profile


class ActivityArea(CityModel):
    """An area in which a cohort chose to act, with its reason and decision."""

    cohort = CityFK(Cohort, models.CASCADE, related_name="areas")
    area = SharedFK(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    reason = WordsField(_("why this one"))
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    DATA: ClassVar = {"internal": "reason decided_on"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "cohort", "area"],
                name="journeys_area_once",
                violation_error_code="area",
                violation_error_message=_("This area is chosen already."),
            ),
        )
        # Asked about the cohort that chooses.
        rules_permissions: ClassVar = {"choose": rules.is_director | rules.is_lab_facilitator}

    def __str__(self) -> str:
        return str(self.area)


class Expedition(Stateful, CityModel):
    """A shared learning journey: a question, a place, and what was learned there."""

    class State(models.TextChoices):
        IDEA = "idea", pgettext_lazy("expedition", "draft")
        PLANNED = "planned", pgettext_lazy("expedition", "waiting for approval")
        APPROVED = "approved", pgettext_lazy("expedition", "approved")
        UNDERWAY = "underway", pgettext_lazy("expedition", "under way")
        RETURNED = "returned", pgettext_lazy("expedition", "returned")
        LEARNED = "learned", pgettext_lazy("expedition", "learned")
        PUBLISHED = "published", pgettext_lazy("expedition", "published")
        CANCELLED = "cancelled", pgettext_lazy("expedition", "cancelled")

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        VIRTUAL = "virtual", _("virtual")
        DESK = "desk", _("desk study")
        HOSTING = "hosting", _("hosting")

    MOVES: ClassVar = {
        State.IDEA: {State.PLANNED, State.CANCELLED},
        State.PLANNED: {State.APPROVED, State.IDEA, State.CANCELLED},
        # Back to "planned" is the undo of an approval; sent back, it is a draft again.
        State.APPROVED: {State.UNDERWAY, State.PLANNED, State.IDEA, State.CANCELLED},
        State.UNDERWAY: {State.RETURNED},
        State.RETURNED: {State.LEARNED},
        State.LEARNED: {State.PUBLISHED},
    }
    AHEAD: ClassVar = (State.IDEA, State.PLANNED, State.APPROVED)
    OVER: ClassVar = (State.LEARNED, State.PUBLISHED, State.CANCELLED)
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.PLANNED: _("This expedition has already been sent for approval."),
        State.APPROVED: _("This expedition has already been approved."),
        State.UNDERWAY: _("This expedition has already set out."),
        State.RETURNED: _("This expedition has already come back."),
    }

    cohort = CityFK(Cohort, models.CASCADE, related_name="expeditions")
    activity_area = CityFK(ActivityArea, models.PROTECT, null=True, blank=True, related_name="expeditions")
    question = WordsField(_("question"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.VISIT)
    place = models.CharField(_("where"), max_length=200)
    outside_city = models.BooleanField(_("outside the city"), default=True)
    hosts = models.CharField(_("hosts"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    budget = models.DecimalField(
        _("budget"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    budget_from = models.CharField(_("paid from"), max_length=200, blank=True)
    minors_travel = models.BooleanField(_("people under 18 travel along"), default=False)
    safeguarding = models.TextField(_("how people under 18 are kept safe"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.IDEA)

    DATA: ClassVar = {
        "internal": "question kind place outside_city hosts starts_on ends_on budget budget_from minors_travel state",
        "personal": "safeguarding",
    }

    class Meta:
        ordering = ("-starts_on", "id")
        verbose_name = _("expedition")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="journeys_expedition_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The expedition ends before it starts."),
            ),
        )
        rules_permissions: ClassVar = {
            # Asked about the cohort that travels.
            "plan": rules.leads_along,
            "view": rules.is_staff_of_city | rules.goes_along,
            "change": rules.leads_along,
            "approve": rules.is_director,
            # What guardians gave for this journey: a phone, an address.
            "see_contacts_of": rules.is_director | rules.is_lab_facilitator | rules.is_responsible_there,
            "learn_from": rules.is_director | rules.is_lab_facilitator | rules.takes_part,
        }

    def __str__(self) -> str:
        return translate_plain(self.question)

    @property
    def missing(self) -> list[str]:
        """The fields that the plan needs and that are empty, as in `PLAN_NEEDS`."""
        needed = {"safeguarding": self.minors_travel, "budget_from": self.budget and self.budget > 0}
        return [name for name, is_needed in needed.items() if is_needed and not getattr(self, name).strip()]

    @property
    def missing_texts(self) -> list[str]:
        """What to add before the plan can be sent or approved, in words."""
        return [str(PLAN_NEEDS[name][0]) for name in self.missing]

    def get_absolute_url(self) -> str:
        return cached_reverse("expedition", self.city.slug, self.pk)


class Learning(CityModel):
    """What we saw, what surprised us, the principle in it, and what must be true here for it to work."""

    expedition = CityFK(Expedition, models.CASCADE, related_name="learnings")
    observation = models.TextField(_("what we saw"))
    surprise = models.TextField(_("what surprised us"), blank=True)
    principle = models.TextField(_("the principle"), blank=True)
    conditions = models.TextField(_("what must be true here"), blank=True)
    fit = models.SmallIntegerField(
        _("how well it fits us"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    language = models.CharField(max_length=2, default="he", editable=False)
    by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {
        "internal": "language at fit",
        "personal": "observation surprise principle conditions",
    }

    class Meta:
        ordering = ("id",)
        rules_permissions: ClassVar = {"change": rules.leads_along | (rules.takes_part & rules.is_author)}

    def __str__(self) -> str:
        return (self.principle or self.observation)[:60]

    @property
    def cohort(self) -> Cohort:
        """The cohort whose journey it was."""
        return self.expedition.cohort

    @property
    def cohort_id(self) -> int:
        """The number of that cohort."""
        return self.expedition.cohort_id
