from datetime import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.queries import city_today
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityOneToOne, CityQuerySet
from forum import rules
from forum.models.agenda import AgendaItem
from forum.models.meetings import Meeting
from forum.values import ALL_SECTORS
from stakeholders.models import Organisation, Profile, Sector

UNDECIDED = Q(state__in=["proposed", "open", "withdrawn"])
REJECTED = Q(state="rejected")
LAST_REVIEW = Func(
    F("decided_on"),
    function="date",
    template="%(function)s(%(expressions)s + interval '18 months')",
    output_field=models.DateField(),
)
NO_DECISION = Q(present__lt=F("needed")) | ~Q(sectors=ALL_SECTORS)
# A check is passed by what is unknown, so each of these is said to be known.
WHOLE = Q(
    decided_on__isnull=False,
    meeting__isnull=False,
    voting__isnull=False,
    needed__isnull=False,
    present__isnull=False,
    is_advice__isnull=False,
)
# What was not carried changes nothing, and nobody waits for it.
WITHOUT_EFFECT = Q(
    review_on=None,
    takes_effect=False,
    acts_profile=None,
    acts_organisation=None,
    act_by=None,
    done_on=None,
    reviewed_on=None,
    concluded_at__isnull=False,
)
COUNTED = Q(
    votes_for__isnull=False,
    votes_against__isnull=False,
    abstained__isnull=False,
    present__gte=F("votes_for") + F("votes_against") + F("abstained"),
)
MOST_VOTES = 99


class DecisionQuerySet(CityQuerySet):
    def taken(self) -> "DecisionQuerySet":
        """Those that were decided, whatever became of them."""
        return self.filter(state__in=Decision.TAKEN)

    def concluded(self) -> "DecisionQuerySet":
        """Those on which the forum has spoken: decided, or not carried."""
        return self.filter(state__in=Decision.CONCLUDED)

    def public(self) -> "DecisionQuerySet":
        """Those that everyone reads, also of a forum of earlier five years."""
        return self.concluded().filter(item__charter__shows_decisions=True)

    def with_words(self) -> "DecisionQuerySet":
        """With what a line about each of them needs, in the same query."""
        return self.select_related(
            "city", "item__charter__city", "item__city", "meeting__session", "acts_profile", "acts_organisation"
        )


class DecisionManager(CityManager.from_queryset(DecisionQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `DecisionQuerySet`."""


class Decision(Stateful, CityModel):
    """What the forum says about one item: first a proposal, then decided for good, with the day it comes back.

    Who was present is frozen with it: without a quorum, or without one of the four sectors, it is advice, for ever.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("decision", "proposed")
        OPEN = "open", pgettext_lazy("decision", "being discussed")
        DECIDED = "decided", pgettext_lazy("decision", "in force")
        REVIEW_DUE = "review_due", pgettext_lazy("decision", "to be reviewed")
        REVIEWED = "reviewed", pgettext_lazy("decision", "reviewed")
        REVERSED = "reversed", pgettext_lazy("decision", "reversed")
        WITHDRAWN = "withdrawn", pgettext_lazy("decision", "withdrawn")
        REJECTED = "rejected", pgettext_lazy("decision", "not carried")

    class Method(models.TextChoices):
        CONSENT = "consent", _("consent: nobody objects")
        VOTE = "vote", _("vote")
        OBJECTION = "objection", _("no consent: an objection stands, so it is not carried")

    MOVES: ClassVar = {
        State.PROPOSED: {State.OPEN, State.WITHDRAWN},
        State.OPEN: {State.DECIDED, State.REJECTED, State.WITHDRAWN},
        State.DECIDED: {State.REVIEW_DUE},
        State.REVIEW_DUE: {State.REVIEWED, State.REVERSED},
        # With its item, which is on the agenda again.
        State.WITHDRAWN: {State.PROPOSED},
    }
    ALREADY: ClassVar = {
        State.OPEN: _("This is being discussed already."),
        State.DECIDED: _("This has been decided already."),
        State.REVIEW_DUE: _("This decision waits for its review."),
        State.REVIEWED: _("This decision was reviewed."),
        State.REVERSED: _("This decision was reversed."),
        State.WITHDRAWN: _("This proposal was withdrawn."),
        State.REJECTED: _("This proposal was not carried."),
    }
    TAKEN = (State.DECIDED, State.REVIEW_DUE, State.REVIEWED, State.REVERSED)
    CONCLUDED = (*TAKEN, State.REJECTED)
    IN_FORCE = (State.DECIDED, State.REVIEW_DUE, State.REVIEWED)

    item = CityOneToOne(AgendaItem, models.PROTECT, editable=False, related_name="decision")
    meeting = CityFK(Meeting, models.PROTECT, null=True, editable=False, related_name="decisions")
    words = WordsField(_("decision"))
    method = models.CharField(
        _("how it was decided"), max_length=9, choices=Method.choices, default=Method.CONSENT, blank=True
    )
    votes_for = models.PositiveSmallIntegerField(
        _("for"), null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    votes_against = models.PositiveSmallIntegerField(
        _("against"), null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    abstained = models.PositiveSmallIntegerField(
        _("abstained"), null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    dissent = WordsField(_("objection or dissent"), blank=True)
    acts_profile = CityFK(
        Profile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person who acts")
    )
    acts_organisation = CityFK(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forum_decisions",
        verbose_name=_("organisation that acts"),
    )
    act_by = models.DateField(_("until when"), null=True, blank=True)
    done_on = models.DateField(null=True, editable=False)
    done_words = WordsField(_("what was done"), blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    takes_effect = models.BooleanField(default=False, editable=False)
    # Of the moment in which it was decided, never written again.
    decided_on = models.DateField(null=True, editable=False)
    # The moment in which it was decided or withdrawn: which state of the record it was said about.
    concluded_at = models.DateTimeField(null=True, editable=False)
    voting = models.PositiveSmallIntegerField(null=True, editable=False)
    needed = models.PositiveSmallIntegerField(null=True, editable=False)
    present = models.PositiveSmallIntegerField(null=True, editable=False)
    sectors = models.CharField(max_length=4, blank=True, default="", editable=False)
    is_advice = models.BooleanField(null=True, editable=False)
    # How many lines of members whoever noted it left out of the record: whose they were, their writers alone know.
    left_out = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    reviewed_on = models.DateField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    DATA: ClassVar = {
        "internal": (
            "words method votes_for votes_against abstained dissent act_by done_on review_on takes_effect decided_on concluded_at voting "
            "needed present sectors is_advice left_out reviewed_on state"
        ),
        "personal": "acts_profile done_words",
    }

    # The decision that this one reverses, and the one that reverses it, where a page has looked for them.
    reverses: "Decision | None" = None
    reversed_by: "Decision | None" = None

    objects = DecisionManager()

    class Meta:
        ordering = ("-decided_on", "-id")
        verbose_name = _("decision of the forum")
        indexes = (models.Index(fields=["city", "state", "review_on"], name="forum_decision_review_day"),)
        constraints = (
            models.CheckConstraint(
                condition=UNDECIDED
                | REJECTED
                | Q(
                    review_on__isnull=False,
                    decided_on__isnull=False,
                    review_on__gt=F("decided_on"),
                    review_on__lte=LAST_REVIEW,
                ),
                name="forum_decision_reviewed",
                violation_error_code="review_on",
                violation_error_message=_("Choose a day on which it is reviewed, within 18 months."),
            ),
            models.CheckConstraint(
                condition=UNDECIDED
                | WHOLE
                & (Q(is_advice=False, present__gte=F("needed"), sectors=ALL_SECTORS) | Q(NO_DECISION, is_advice=True)),
                name="forum_decision_advice",
                violation_error_code="words",
                violation_error_message=_("Without a quorum, or without one of the four sectors, it is advice."),
            ),
            models.CheckConstraint(
                condition=Q(takes_effect=False) | Q(is_advice=False),
                name="forum_decision_effect",
                violation_error_code="words",
                violation_error_message=_("Advice changes nothing by itself."),
            ),
            models.CheckConstraint(
                condition=UNDECIDED
                | Q(method="consent") & ~REJECTED
                | Q(method="objection") & REJECTED
                | Q(COUNTED, method="vote")
                & (Q(votes_for__gt=F("votes_against")) & ~REJECTED | Q(votes_for__lte=F("votes_against")) & REJECTED),
                name="forum_decision_votes",
                violation_error_code="votes_for",
                violation_error_message=_("More of those present have to be for it than against it."),
            ),
            models.CheckConstraint(
                condition=~REJECTED | WITHOUT_EFFECT,
                name="forum_decision_rejected",
                violation_error_code="words",
                violation_error_message=_(
                    "What was not carried changes nothing: nobody acts on it, and no day reviews it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(acts_profile=None, acts_organisation=None, act_by=None)
                | Q(act_by__isnull=False)
                & (
                    Q(acts_profile__isnull=False, acts_organisation=None)
                    | Q(acts_profile=None, acts_organisation__isnull=False)
                    # Who has left the city acts no more.
                    | Q(acts_profile=None, acts_organisation=None)
                ),
                name="forum_decision_actor",
                violation_error_code="act_by",
                violation_error_message=_("Say who acts, a person or an organisation, and until when."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.reads | rules.acts_on,
            "change": rules.leads,
            "report": rules.leads | rules.acts_on,
            # Nobody answers for somebody else.
            "answer": rules.has_vote,
        }

    def __str__(self) -> str:
        return translate_plain(self.words)

    @property
    def charter_id(self) -> int:
        """The forum whose decision it is, as rules ask for it."""
        return self.item.charter_id

    @property
    def began_at(self) -> datetime:
        """When it was decided, or its matter came up: a seat that ended before does not read it."""
        return self.concluded_at or self.item.created_at

    @property
    def is_taken(self) -> bool:
        """It was decided, whatever became of it."""
        return self.state in self.TAKEN

    @property
    def is_rejected(self) -> bool:
        """The forum did not carry what was proposed."""
        return self.state == self.State.REJECTED

    @property
    def is_concluded(self) -> bool:
        """The forum has spoken: it was decided, or not carried."""
        return self.state in self.CONCLUDED

    @property
    def missing_sectors(self) -> list[int]:
        """The sectors of which nobody with a vote was present."""
        return [int(digit) for digit in ALL_SECTORS if digit not in self.sectors] if self.is_concluded else []

    @property
    def missing_names(self) -> list[str]:
        """What these sectors are called."""
        return [str(Sector(number).label) for number in self.missing_sectors]

    @property
    def has_quorum(self) -> bool:
        """Were enough of the seats present?"""
        return self.present is not None and self.present >= (self.needed or 0)

    @property
    def is_to_be_done(self) -> bool:
        """Somebody acts on it, and has not said what was done."""
        return self.act_by is not None and self.done_on is None and self.state in self.IN_FORCE

    @property
    def is_late(self) -> bool:
        """Is the day over until which somebody acts on it, and nothing said of it?"""
        return self.is_to_be_done and self.act_by is not None and self.act_by < city_today()

    def get_absolute_url(self) -> str:
        return cached_reverse("forum_decision", self.city.slug, self.pk)
