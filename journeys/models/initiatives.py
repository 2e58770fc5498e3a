from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from journeys import rules
from journeys.models.city_model import ModelBlock
from labs.models import Cohort
from stakeholders.models import Organisation, Sector


class Initiative(Stateful, CityModel):
    """What the city does because of its model: owned by an organisation, with partners of other sectors."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("initiative", "planned")
        PILOTING = "piloting", pgettext_lazy("initiative", "piloting")
        ROLLING_OUT = "rolling_out", pgettext_lazy("initiative", "rolling out")
        EMBEDDED = "embedded", pgettext_lazy("initiative", "embedded")
        PAUSED = "paused", pgettext_lazy("initiative", "paused")
        STOPPED = "stopped", pgettext_lazy("initiative", "stopped")

    MOVES: ClassVar = {
        State.PLANNED: {State.PILOTING, State.STOPPED},
        State.PILOTING: {State.ROLLING_OUT, State.PAUSED, State.STOPPED},
        State.ROLLING_OUT: {State.EMBEDDED, State.PAUSED, State.STOPPED},
        State.PAUSED: {State.PILOTING, State.ROLLING_OUT, State.STOPPED},
        # The way back leads to where it was stopped.
        State.STOPPED: {State.PLANNED, State.PILOTING, State.ROLLING_OUT, State.PAUSED},
    }

    ENDED = (State.EMBEDDED, State.STOPPED)

    cohort = CityFK(Cohort, models.PROTECT, related_name="initiatives")
    title = WordsField(_("title"))
    activity = WordsField(_("what is done"), blank=True)
    owner = CityFK(Organisation, models.PROTECT, related_name="initiatives", verbose_name=_("owner"))
    starts_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("due"))
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, validators=[MaxValueValidator(100)])
    blocked_by = models.CharField(_("blocked by"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)

    DATA: ClassVar = {"internal": "title activity starts_on due_on progress blocked_by state"}

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("starts_on")),
                name="journeys_initiative_dates",
                violation_error_code="due_on",
                violation_error_message=_("It is due before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="journeys_initiative_progress",
                violation_error_code="progress",
                violation_error_message=_("Progress is a number from 0 to 100."),
            ),
        )
        rules_permissions: ClassVar = {
            # Asked about the cohort whose initiative it is to be.
            "plan": rules.is_director | rules.is_lab_facilitator,
            "view": rules.is_staff_of_city | rules.goes_along,
            "change": rules.is_director | rules.is_lab_facilitator,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("initiative", self.city.slug, self.pk)


class InitiativePartner(CityModel):
    """An organisation that carries an initiative along; its sector is frozen."""

    initiative = CityFK(Initiative, models.CASCADE, related_name="partners")
    organisation = CityFK(Organisation, models.PROTECT, related_name="+")
    sector = models.SmallIntegerField(choices=Sector.choices)

    DATA: ClassVar = {"internal": "sector"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "initiative", "organisation"],
                name="journeys_partner_once",
                violation_error_code="organisation",
                violation_error_message=_("This organisation is a partner already."),
            ),
        )

    def __str__(self) -> str:
        return f"partner {self.pk}"


class InitiativeBlock(CityModel):
    """The block of the model from which an initiative follows."""

    initiative = CityFK(Initiative, models.CASCADE, related_name="blocks")
    block = CityFK(ModelBlock, models.PROTECT, related_name="initiatives")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "initiative", "block"],
                name="journeys_initiative_block",
                violation_error_code="block",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"block {self.block_id}"
