from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges.models import Challenge
from collaborations import rules
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet, SharedFK
from journeys.models import Initiative
from labs.models import Lab
from stakeholders.models import Area, Profile


class CollaborationQuerySet(CityQuerySet):
    def live(self) -> "CollaborationQuerySet":
        """Proposed, agreed, under way or paused."""
        return self.exclude(state__in=Collaboration.OVER)

    def with_parties(self) -> "CollaborationQuerySet":
        """With what a line about each of them needs. Two queries for all."""
        party: Any = self.model._meta.get_field("parties").related_model
        parties = party.objects.select_related("profile", "organisation", "led_by")
        return self.select_related("city", "area").prefetch_related(models.Prefetch("parties", parties))


class CollaborationManager(CityManager.from_queryset(CollaborationQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `CollaborationQuerySet`."""


class Collaboration(Stateful, CityModel):
    """Two or more people or organisations do something together; each of them has agreed before it begins."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("collaboration", "proposed")
        AGREED = "agreed", pgettext_lazy("collaboration", "agreed")
        ACTIVE = "active", pgettext_lazy("collaboration", "under way")
        PAUSED = "paused", pgettext_lazy("collaboration", "paused")
        COMPLETED = "completed", pgettext_lazy("collaboration", "completed")
        DECLINED = "declined", pgettext_lazy("collaboration", "did not come about")
        ENDED_EARLY = "ended", pgettext_lazy("collaboration", "ended early")
        LAPSED = "lapsed", pgettext_lazy("collaboration", "not answered in time")

    class Circle(models.TextChoices):
        """How far it reaches: the art of collaborations is practised in five circles (docs/method.md)."""

        CLASSROOM = "class", _("in a classroom")
        SCHOOL = "school", _("in a school")
        CITY = "city", _("in the city")
        COUNTRY = "country", _("in the country")
        WORLD = "world", _("worldwide")

    MOVES: ClassVar = {
        State.PROPOSED: {State.AGREED, State.DECLINED, State.LAPSED},
        State.AGREED: {State.ACTIVE, State.ENDED_EARLY},
        State.ACTIVE: {State.PAUSED, State.COMPLETED, State.ENDED_EARLY},
        State.PAUSED: {State.ACTIVE, State.ENDED_EARLY},
    }
    ALREADY: ClassVar = {
        State.AGREED: _("This collaboration is agreed already."),
        State.ACTIVE: _("This collaboration is under way already."),
        State.PAUSED: _("This collaboration is paused already."),
        State.COMPLETED: _("This collaboration is completed."),
        State.DECLINED: _("This collaboration did not come about."),
        State.ENDED_EARLY: _("This collaboration has ended."),
        State.LAPSED: _("The time to answer this proposal is over."),
    }
    # Those that came about, and of them those that go on.
    COUNTED = (State.AGREED, State.ACTIVE, State.PAUSED, State.COMPLETED)
    OVER = (State.COMPLETED, State.DECLINED, State.ENDED_EARLY, State.LAPSED)
    # Before it is agreed, and where it never was: who was asked is named alike, whatever they answered.
    NOT_AGREED = (State.PROPOSED, State.DECLINED, State.LAPSED)

    title = WordsField(_("what you want to do together"))
    purpose = WordsField(_("what for"), blank=True)
    circle = models.CharField(_("how far it reaches"), max_length=7, choices=Circle.choices)
    area = SharedFK(
        Area, models.PROTECT, null=True, blank=True, verbose_name=_("area of strength or growth"), related_name="+"
    )
    lab = CityFK(Lab, models.PROTECT, null=True, blank=True, related_name="collaborations", verbose_name=_("lab"))
    challenge = CityFK(
        Challenge, models.PROTECT, null=True, blank=True, related_name="collaborations", verbose_name=_("challenge")
    )
    initiative = CityFK(
        Initiative, models.PROTECT, null=True, blank=True, related_name="collaborations", verbose_name=_("initiative")
    )
    # The one that was taken one circle further.
    began_from = CityFK("self", models.PROTECT, null=True, editable=False, related_name="further")
    # None: who works in the city brought the parties together (`brought_by`).
    proposed_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    brought_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    proposed_on = models.DateField(editable=False)
    answer_by = models.DateField(editable=False)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("planned until"), null=True, blank=True)
    ended_on = models.DateField(null=True, editable=False)
    # Its proposer took it back. Nobody said no: partner apps read it as a state of its own.
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    result = WordsField(_("what came of it"), blank=True)
    next_step = WordsField(_("what comes next"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PROPOSED)

    DATA: ClassVar = {
        "internal": "circle proposed_on answer_by starts_on due_on ended_on withdrawn_at state",
        "personal": "title purpose result next_step proposed_by brought_by",
    }

    objects = CollaborationManager()

    class Meta:
        ordering = ("-proposed_on", "-id")
        verbose_name = _("collaboration")
        verbose_name_plural = _("collaborations")
        indexes = (
            models.Index(fields=["city", "answer_by"], name="collaborations_answer_by", condition=Q(state="proposed")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=models.F("starts_on")),
                name="collaborations_dates",
                violation_error_code="due_on",
                violation_error_message=_("It is planned to end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__range=("1990-01-01", "2101-12-31")),
                name="collaborations_start_day",
                violation_error_code="starts_on",
                violation_error_message=_("Days from 1990 to 2101 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__range=("1990-01-01", "2101-12-31")),
                name="collaborations_due_day",
                violation_error_code="due_on",
                violation_error_message=_("Days from 1990 to 2101 can be entered."),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_director | rules.is_facilitator,
            # A proposal of one's own; asked about the city.
            "add": rules.is_member & rules.is_adult_account,
            "introduce": rules.is_director | rules.is_facilitator,
            # Words of people: for the sides, and who works with people here.
            "view": rules.is_director | rules.is_facilitator | rules.takes_part,
            # What it says is for those who do it; who is only asked answers.
            "change": rules.has_agreed,
            "write": rules.has_agreed & rules.is_adult_account,
            # The words of a proposal are also for whoever brought others together.
            "reword": rules.has_agreed | rules.is_proposer & rules.is_proposed,
            # Before it is agreed.
            "withdraw": rules.is_proposer,
            # Without those who have not said yes by now.
            "start": rules.has_agreed | rules.is_proposer,
            "end": rules.has_agreed | rules.is_director,
            # Into the next circle, with others: a proposal of its own, that each side of it answers.
            "extend": rules.is_director | rules.is_facilitator | rules.has_agreed,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("collaboration", self.city.slug, self.pk)

    @property
    def next_circle(self) -> str:
        """The circle around its own, into which it can be taken once it is under way; "" where there is none."""
        if self.state not in {self.State.ACTIVE, self.State.PAUSED, self.State.COMPLETED}:
            return ""
        return dict(pairwise(self.Circle)).get(self.Circle(self.circle), "")

    @property
    def is_agreed_on(self) -> bool:
        """Has it come about, and not ended early? Its sides reach each other."""
        return self.state in self.COUNTED

    @property
    def sides(self) -> list[Any]:
        """Whom others read as its sides: all who were asked, until it is agreed; from then on those who agreed."""
        parties: Any = self.parties.all()  # type: ignore[attr-defined]  # the other end of a key
        if self.state in self.NOT_AGREED:
            return [one for one in parties if not one.has_left]
        return [one for one in parties if one.state == one.State.AGREED]

    @property
    def agreed_sides(self) -> int:
        """How many have said yes by now."""
        return sum(one.state == one.State.AGREED for one in self.sides)

    @property
    def is_between_two(self) -> bool:
        """Were only two asked? Each of them knows whose an answer is."""
        return self.parties.count() == 2  # type: ignore[attr-defined,no-any-return]  # the other end of a key

    @property
    def proposer(self) -> Profile | None:
        """Who proposed it, as one of its sides or for others."""
        return self.proposed_by or self.brought_by

    @property
    def may_end_early(self) -> bool:
        """Agreed, under way or paused: there is something to end."""
        return self.can_move(self.State.ENDED_EARLY)

    @property
    def is_late(self) -> bool:
        """Is it under way, or paused, although its planned end has passed?"""
        return self.state in {self.State.ACTIVE, self.State.PAUSED} and bool(
            self.due_on and self.due_on < self.city.today()
        )

    @property
    def is_over(self) -> bool:
        """Nothing more is done in it."""
        return self.state in self.OVER

    @property
    def last_day_to_answer(self) -> date:
        """The last day on which a side may still answer."""
        return self.answer_by - timedelta(days=1)
