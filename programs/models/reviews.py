from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from programs import rules
from programs.models.program import ProgramYear


class YearReview(Stateful, CityModel):
    """What one year came to: drawn up from the records, with the director's words, confirmed once and then unchanged.

    A second version can be drawn up while the year is not closed; the first stays as it was.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("review", "draft")
        SUBMITTED = "submitted", pgettext_lazy("review", "waiting to be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("review", "confirmed")

    MOVES: ClassVar = {State.DRAFT: {State.SUBMITTED}, State.SUBMITTED: {State.CONFIRMED, State.DRAFT}}
    ALREADY: ClassVar = {
        State.SUBMITTED: _("This review has been submitted already."),
        State.CONFIRMED: _("This review has been confirmed already."),
    }

    year = CityFK(ProgramYear, models.CASCADE, related_name="reviews")
    version = models.SmallIntegerField(default=1)
    words = WordsField(_("the director’s words"), blank=True)
    changes = WordsField(_("what changes next year"), blank=True)
    missing = WordsField(_("figures that are missing, and why"), blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # In whose name it was submitted, as it was then.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(_("day of the confirmation"), null=True)
    # The forum's decision, as `YEAR_CONFIRMED_BY` names it: its app stands above this one. Without one a second person confirmed.
    decision_kind = models.CharField(max_length=20, blank=True, editable=False, db_default="")
    decision_id = models.BigIntegerField(null=True, editable=False)
    # What the records said on the day of the confirmation: [{key, title, lines: [{text, note, tone}]}], words by language.
    facts: Any = models.JSONField(default=list)
    # What ribbon and chart showed on that day, by language.
    pictures: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)

    DATA: ClassVar = {
        "internal": "version words changes missing submitted_at confirmed_on decision_kind decision_id facts pictures state"
    }

    class Meta:
        ordering = ("-version",)
        verbose_name = _("review of a program year")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "year", "version"],
                name="programs_review_version",
                violation_error_code="version",
                violation_error_message=_("This is there already."),
            ),
            models.UniqueConstraint(
                fields=["city", "year"],
                name="programs_review_one_open",
                violation_error_code="year",
                violation_error_message=_("The review of this year is being written already."),
                condition=~Q(state="confirmed"),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="programs_review_submitted",
                violation_error_code="submitted_by",
                violation_error_message=_("It has to be submitted first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False)
                & (~Q(decision_kind="") | ~Q(confirmed_by=F("submitted_by"))),
                name="programs_review_confirmed",
                violation_error_code="confirmed_by",
                violation_error_message=_("Someone other than the person who submitted it must confirm it."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.reads_progress,
            # Before it is confirmed: whoever works with it, or decides on it.
            "read_words_of": rules.is_staff_of_city | rules.decides_on_review,
            "change": rules.is_director,
            "return": rules.is_staff_of_city,
            "confirm": rules.is_staff_of_city | rules.decides_on_review,
        }

    def __str__(self) -> str:
        return str(_("Review of year %(number)s") % {"number": self.year.number})

    @property
    def submission(self) -> str:
        """Which submission waits to be confirmed: another one each time that it is submitted; "" of a draft."""
        return self.submitted_at.isoformat() if self.submitted_at and self.state == self.State.SUBMITTED else ""

    @property
    def is_by_forum(self) -> bool:
        """Did the strategic forum confirm it, by a decision on record?"""
        return self.decision_kind != ""

    def get_absolute_url(self) -> str:
        return cached_reverse("year_review", self.city.slug, self.year_id)


class ReviewFile(CityModel):
    """A confirmed review as PDF in one language: drawn once, never changed."""

    review = CityFK(YearReview, models.CASCADE, related_name="files")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"internal": "language digest drawn_at", "staff": "content"}

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "review", "language"],
                name="programs_review_file_once",
                violation_error_code="language",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"review file {self.pk}"
