from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityModel
from reports import rules


class Report(Stateful, CityModel):
    """A city report that a person asked for and a worker builds; it waits on the director's page."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BUILDING = "building", _("being built")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"

    # A worker that died in the middle leaves the report building; the next one takes it again.
    MOVES: ClassVar = {
        State.WAITING: {State.BUILDING},
        State.BUILDING: {State.READY, State.FAILED, State.WAITING},
        State.FAILED: {State.WAITING},
    }

    format = models.CharField(max_length=4, choices=Format.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    content = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    DATA: ClassVar = {"staff": "format language asked_at lease_until attempts built_at content digest state"}

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "asked_by", "format", "language"],
                name="reports_one_waiting",
                violation_error_code="format",
                violation_error_message=_("This report is being made already."),
                condition=Q(state__in=["waiting", "building"]),
            ),
        )
        indexes = (models.Index(fields=["id"], name="reports_due", condition=Q(state__in=["waiting", "building"])),)
        rules_permissions: ClassVar = {"view": rules.reads_reports, "add": rules.reads_reports}

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("download_report", args=[self.city.slug, self.pk])


class DirectorSentence(CityModel):
    """What a director wants of whoever reads the city's one page, in the director's own words; empty when nothing."""

    # Three lines of the page, in each language.
    LONGEST: ClassVar = 280

    text = WordsField(_("your own sentence"), blank=True)

    DATA: ClassVar = {"internal": "text"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city"],
                name="reports_one_sentence",
                violation_error_code="text",
                violation_error_message=_("The city has a sentence on its page already."),
            ),
        )
        rules_permissions: ClassVar = {"change": rules.is_director}

    def __str__(self) -> str:
        return translate_plain(self.text)

    def get_absolute_url(self) -> str:
        return reverse("change_sentence", args=[self.city.slug])
