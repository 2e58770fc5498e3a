from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.multilingual import WordsField
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from journeys import rules
from journeys.models.expeditions import Learning
from labs.models import Cohort
from stakeholders.models import StrengthClaim


class BlockKey(models.TextChoices):
    """The nine blocks of a city's model."""

    STORY = "story", _("Our story and uniqueness")
    CHALLENGE = "challenge", _("The challenge")
    LEARNERS = "learners", _("Learners and their strengths")
    PRINCIPLES = "principles", _("Principles we brought home")
    SCHOOL = "school", _("The city as one big school")
    PARTNERS = "partners", _("Partners of four sectors")
    TEACHERS = "teachers", _("Teachers’ growth")
    ROAD = "road", _("Road and sites")
    OUTCOMES = "outcomes", _("Outcomes and indicators")


BLOCK_KEYS = tuple(BlockKey.values)


class ModelVersion(Stateful, CityModel):
    """A version of the city's model, written by a cohort. Adopted text never changes: new text is a new version."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("model version", "draft")
        IN_CONSULTATION = "in_consultation", pgettext_lazy("model version", "in consultation")
        REVISING = "revising", pgettext_lazy("model version", "revising")
        ADOPTED = "adopted", pgettext_lazy("model version", "adopted")
        SUPERSEDED = "superseded", pgettext_lazy("model version", "superseded")
        WITHDRAWN = "withdrawn", pgettext_lazy("model version", "withdrawn")

    MOVES: ClassVar = {
        State.DRAFT: {State.IN_CONSULTATION, State.WITHDRAWN},
        State.IN_CONSULTATION: {State.REVISING, State.WITHDRAWN},
        State.REVISING: {State.IN_CONSULTATION, State.ADOPTED, State.WITHDRAWN},
        State.ADOPTED: {State.SUPERSEDED},
    }

    cohort = CityFK(Cohort, models.PROTECT, related_name="model_versions")
    number = models.PositiveSmallIntegerField()
    parent = CityFK("self", models.PROTECT, null=True, editable=False, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"internal": "number state created_at"}

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "cohort", "number"],
                name="journeys_model_number_of_cohort",
                violation_error_code="number",
                violation_error_message=_("This is there already."),
            ),
            models.UniqueConstraint(
                fields=["city"],
                name="journeys_one_adopted_model",
                violation_error_code="state",
                violation_error_message=_("The city has adopted another version."),
                condition=Q(state="adopted"),
            ),
        )
        rules_permissions: ClassVar = {
            # Asked about the cohort that writes.
            "start": rules.is_director | rules.is_lab_facilitator,
            "view": rules.is_staff_of_city | rules.goes_along,
            "change": rules.is_director | rules.is_lab_facilitator,
        }

    def __str__(self) -> str:
        return str(_("Model, version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("model", args=[self.city.slug, self.pk])


class ModelBlock(CityModel):
    """One of the nine blocks of a version. `version_no` counts its edits: two writers do not overwrite each other."""

    version = CityFK(ModelVersion, models.CASCADE, related_name="blocks")
    key = models.CharField(max_length=12, choices=BlockKey.choices)
    text = WordsField(_("text"), blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {"internal": "key text edits changed_at"}

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "version", "key"],
                name="journeys_block_once",
                violation_error_code="key",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.get_key_display()


class Citation(CityModel):
    """What a block rests on: exactly one learning, strength, challenge or contribution of the same city."""

    block = CityFK(ModelBlock, models.CASCADE, related_name="citations")
    learning = CityFK(Learning, models.PROTECT, null=True, blank=True, related_name="citations")
    strength = CityFK(StrengthClaim, models.PROTECT, null=True, blank=True, related_name="citations")
    challenge = CityFK("challenges.Challenge", models.PROTECT, null=True, blank=True, related_name="citations")
    contribution = CityFK("challenges.Contribution", models.PROTECT, null=True, blank=True, related_name="citations")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "block", "learning", "strength", "challenge", "contribution"],
                name="journeys_citation_once",
                violation_error_code="block",
                violation_error_message=_("The block already cites this source."),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(
                    Q(learning__isnull=False, strength=None, challenge=None, contribution=None)
                    | Q(learning=None, strength__isnull=False, challenge=None, contribution=None)
                    | Q(learning=None, strength=None, challenge__isnull=False, contribution=None)
                    | Q(learning=None, strength=None, challenge=None, contribution__isnull=False)
                ),
                name="journeys_citation_of_one",
                violation_error_code="block",
                violation_error_message=_("Choose exactly one source."),
            ),
        )

    def __str__(self) -> str:
        return f"citation {self.pk}"
