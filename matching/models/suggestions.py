from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaborations.models import Collaboration
from educities.kit.addresses import cached_reverse
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityOneToOne, CityQuerySet
from matching import rules
from stakeholders.models import Area, Organisation, Profile, Sector, StrengthClaim


class MatchSuggestionQuerySet(CityQuerySet):
    def open(self) -> "MatchSuggestionQuerySet":
        """Not over for the person to whom they were made: one that the other side declined neither, until its last day."""
        return self.filter(ended_on=None)

    def untouched(self) -> "MatchSuggestionQuerySet":
        """Those that the other side does not know of."""
        return self.open().filter(introduced_on=None)

    def introduced(self) -> "MatchSuggestionQuerySet":
        """Those that wait for the other side, as far as the seeker knows."""
        return self.open().filter(introduced_on__isnull=False)

    def unanswered(self) -> "MatchSuggestionQuerySet":
        """Those to which the other side has said nothing: for its own eyes alone."""
        return self.filter(state=MatchSuggestion.State.INTRODUCED)

    def resting(self, today: date) -> "MatchSuggestionQuerySet":
        """Those whose two sides are not brought together now: open, or over not long enough."""
        return self.filter(Q(ended_on=None) | Q(rests_until__gt=today))

    def with_sides(self) -> "MatchSuggestionQuerySet":
        """With what a line about each of them needs. No further query."""
        return self.select_related("city", "seeker", "person", "organisation", "need__area", "strength__area")


class MatchSuggestionManager(CityManager.from_queryset(MatchSuggestionQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `MatchSuggestionQuerySet`."""


class MatchSuggestion(Stateful, CityModel):
    """Somebody who wants to grow could meet an adult or an organisation who is good at it.

    What the seeker sees of it follows from the days alone, never from the state: whether the other side said no or nothing
    is the same until the last day to answer, and after it (`ended_on`).
    """

    class State(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("suggestion", "suggested")
        SAVED = "saved", pgettext_lazy("suggestion", "saved")
        INTRODUCED = "introduced", pgettext_lazy("suggestion", "waits for an answer")
        CONVERTED = "converted", pgettext_lazy("suggestion", "you have met")
        DECLINED = "declined", pgettext_lazy("suggestion", "declined")
        EXPIRED = "expired", pgettext_lazy("suggestion", "over")

    # The history leads to the page of the side that was asked, which nobody else may open.
    page_name = "introduction"
    MOVES: ClassVar = {
        State.SHOWN: {State.SAVED, State.INTRODUCED, State.DECLINED, State.EXPIRED},
        State.SAVED: {State.INTRODUCED, State.DECLINED, State.EXPIRED},
        State.INTRODUCED: {State.CONVERTED, State.DECLINED, State.EXPIRED},
    }
    ALREADY: ClassVar = {
        State.SAVED: _("This suggestion is saved already."),
        State.INTRODUCED: _("The other side has been asked already."),
        State.CONVERTED: _("You have been brought together already."),
        State.DECLINED: _("This suggestion is over."),
        State.EXPIRED: _("This suggestion is over."),
    }

    seeker = CityFK(Profile, models.CASCADE, editable=False, related_name="+")
    person = CityFK(Profile, models.CASCADE, null=True, editable=False, related_name="+")
    organisation = CityFK(Organisation, models.CASCADE, null=True, editable=False, related_name="+", db_index=False)
    # None once its holder has taken the line away.
    need = CityFK(StrengthClaim, models.SET_NULL, null=True, editable=False, related_name="+")
    strength = CityFK(StrengthClaim, models.SET_NULL, null=True, editable=False, related_name="+")
    score = models.IntegerField(editable=False)
    # As they were on the day of the suggestion; None = of none, or of several.
    seeker_sector = models.SmallIntegerField(choices=Sector.choices, null=True, editable=False)
    sector = models.SmallIntegerField(choices=Sector.choices, null=True, editable=False)
    shown_on = models.DateField(editable=False)
    introduced_on = models.DateField(null=True, editable=False)
    # The day on which it is over by itself, and until which the two rest afterwards.
    ends_on = models.DateField(editable=False)
    rests_until = models.DateField(editable=False)
    # Since when it is over for the seeker.
    ended_on = models.DateField(null=True, editable=False)
    collaboration = CityFK(Collaboration, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SHOWN, db_default="shown")

    DATA: ClassVar = {
        "internal": "seeker_sector sector",
        "personal": "score shown_on introduced_on ends_on rests_until ended_on state",
    }

    objects = MatchSuggestionManager()

    class Meta:
        ordering = ("-score", "id")
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = (
            # Most rows are suggestions of people that nobody has touched: what few of them have is in an index of these few.
            models.Index(
                fields=["organisation"], name="matching_organisation", condition=Q(organisation__isnull=False)
            ),
            models.Index(
                fields=["collaboration"], name="matching_collaboration", condition=Q(collaboration__isnull=False)
            ),
            models.Index(
                fields=["city", "person", "organisation"],
                name="matching_waiting",
                condition=Q(ended_on=None, introduced_on__isnull=False),
            ),
            models.Index(fields=["city", "ends_on"], name="matching_ends_on", condition=Q(ended_on=None)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(person=None, organisation__isnull=False) | Q(person__isnull=False, organisation=None),
                name="matching_one_side",
                violation_error_message=_("Choose a person or an organisation."),
                violation_error_code="person",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("seeker")),
                name="matching_not_oneself",
                violation_error_message=_("Nobody is brought together with themselves."),
                violation_error_code="person",
            ),
            models.UniqueConstraint(
                fields=["city", "seeker", "person", "organisation"],
                condition=Q(ended_on=None),
                name="matching_once",
                nulls_distinct=False,
                violation_error_message=_("These two are suggested already."),
                violation_error_code="person",
            ),
        )
        rules_permissions: ClassVar = {
            # Counts for those who work with people here; asked about the city.
            "list": rules.is_director | rules.is_facilitator,
            # One's own suggestions; asked about the city.
            "see": rules.is_member & rules.is_adult_account,
            "act_on": rules.is_seeker & rules.is_adult_account,
            "answer": rules.is_introduced_to & rules.is_adult_account,
        }

    def __str__(self) -> str:
        return f"suggestion {self.pk}"

    @property
    def subject(self) -> Area | None:
        """What both sides read that it is about: what the asked side shows, and the seeker found. None once a line is gone."""
        return self.strength.area if self.strength and self.need else None

    @property
    def last_day_to_answer(self) -> date:
        """The last day on which the other side can answer, as people are told it."""
        return self.ends_on - timedelta(days=1)

    def describe_for_seeker(self) -> str:
        """How it is with it, as its seeker may know: what the other side has answered makes no difference while it waits,
        and none afterwards, unless both agreed.
        """
        passed = self.state == self.State.DECLINED and self.introduced_on is None
        if self.state == self.State.CONVERTED or passed:
            return str(self.get_state_display())
        if self.ended_on is not None:
            return str(self.State.EXPIRED.label)
        return str(self.State.INTRODUCED.label if self.introduced_on else self.get_state_display())

    @property
    def is_new(self) -> bool:
        """Has nobody done anything with it?"""
        return self.state == self.State.SHOWN

    def get_absolute_url(self) -> str:
        """The page on which the side that was asked answers; the seeker's page shows all of theirs."""
        return cached_reverse("introduction", self.city.slug, self.pk)


class MatchingBreak(CityModel):
    """A person who does not want to be brought together with anybody, since when."""

    profile = CityOneToOne(Profile, models.CASCADE, editable=False, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"personal": "since"}

    class Meta:
        ordering = ("id",)
        verbose_name = _("break from suggestions")

    def __str__(self) -> str:
        return f"break {self.pk}"
