from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges import rules
from challenges.models.challenges import Challenge
from challenges.values import UNDO_DAYS
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from stakeholders.models import Profile


def idea_address(slug: str, challenge_id: int, idea_id: int) -> str:
    """The page of the challenge that holds the idea, at the idea."""
    return f"{reverse('challenge', args=[slug, challenge_id])}?idea={idea_id}#idea-{idea_id}"


RECORDED_NAMES = {"answer": _("answer"), "answer_state": _("state of the answer")}


class Contribution(Stateful, CityModel):
    """What a resident brings: an idea, a statement, an offer."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("contribution", "not confirmed by its author")
        PENDING = "pending", pgettext_lazy("contribution", "waiting to be checked")
        VISIBLE = "visible", pgettext_lazy("contribution", "published")
        HIDDEN = "hidden", pgettext_lazy("contribution", "hidden")
        MERGED = "merged", pgettext_lazy("contribution", "merged")
        REMOVED = "removed", pgettext_lazy("contribution", "removed")
        WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "withdrawn")

    class Answer(models.TextChoices):
        UNDER_CONSIDERATION = "under_consideration", _("under consideration")
        ACCEPTED = "accepted", pgettext_lazy("contribution", "accepted")
        NOT_NOW = "not_now", _("not now")
        IN_ACTION = "in_action", _("in action")
        DONE = "done", _("done")

    class Kind(models.TextChoices):
        IDEA = "idea", _("idea")
        STATEMENT = "statement", _("statement")
        OFFER = "offer", _("offer")

    class Channel(models.TextChoices):
        WEB = "web", _("web")
        PAPER = "paper", _("paper")
        PHONE = "phone", _("phone")
        COUNTER = "counter", _("counter")

    class Rule(models.TextChoices):
        """Why an idea is not shown. `CONSENT` is set by a guardian's answer alone and ends with it."""

        PEOPLE = "people", _("speaks about a person who has not agreed")
        KINDNESS = "kindness", _("hurts or belittles someone")
        QUESTION = "question", _("does not answer the question")
        ADVERTISING = "advertising", _("advertises a product or a party")
        SAFETY = "safety", _("could put someone in danger")
        OTHER = "other", _("another reason")
        CONSENT = "consent", _("waits for a guardian")

    MOVES: ClassVar = {
        State.DRAFT: {State.PENDING, State.VISIBLE, State.WITHDRAWN},
        State.PENDING: {State.VISIBLE, State.HIDDEN, State.WITHDRAWN},
        # Corrected by a minor, a published idea waits for a reader again.
        State.VISIBLE: {State.PENDING, State.HIDDEN, State.MERGED, State.WITHDRAWN},
        # Taken apart again, it is published, or hidden where a guardian's yes has gone meanwhile.
        State.MERGED: {State.VISIBLE, State.HIDDEN, State.WITHDRAWN},
        # Written anew by its author, a hidden idea waits for a reader once more.
        State.HIDDEN: {State.PENDING, State.VISIBLE, State.REMOVED, State.WITHDRAWN},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.VISIBLE: _("This idea has already been published."),
        State.HIDDEN: _("This idea has already been hidden."),
        State.MERGED: _("This idea has already been merged."),
        State.WITHDRAWN: _("This idea has already been withdrawn."),
    }
    # Those that others read, the merged ones by the idea that stands for them.
    READ: ClassVar = (State.VISIBLE, State.MERGED)
    OWN: ClassVar = (State.DRAFT, State.PENDING, State.HIDDEN, State.REMOVED, State.WITHDRAWN)
    ENDED_ANSWERS: ClassVar = (Answer.NOT_NOW, Answer.DONE)
    ANSWER_MOVES: ClassVar = {
        Answer.UNDER_CONSIDERATION: {Answer.ACCEPTED, Answer.NOT_NOW},
        Answer.ACCEPTED: {Answer.IN_ACTION, Answer.NOT_NOW},
        Answer.IN_ACTION: {Answer.DONE, Answer.NOT_NOW},
    }

    challenge = CityFK(Challenge, models.PROTECT, related_name="contributions")
    author = CityFK(Profile, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.IDEA)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("your idea, in two sentences"), max_length=2000)
    shown_as = models.CharField(max_length=120, blank=True)
    original_lang = models.CharField(max_length=2, default="he")
    supports_count = models.PositiveIntegerField(default=0, editable=False)
    # When the words were sent that stand in it: those written anew wait for their reader from then on.
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    # When its author last changed the words that others could read.
    corrected_at = models.DateTimeField(null=True, editable=False)
    hidden_rule = models.CharField(max_length=12, choices=Rule.choices, blank=True, editable=False)
    hidden_because = models.TextField(blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    # Once for each hiding its author may ask that somebody else looks again; what they write, and what they are told.
    objected_at = models.DateTimeField(null=True, editable=False)
    objection = models.TextField(blank=True, default="", db_default="", editable=False)
    objection_answered_at = models.DateTimeField(null=True, editable=False)
    objection_answer = models.TextField(blank=True, default="", db_default="", editable=False)
    answer_state = models.CharField(max_length=20, choices=Answer.choices, default=Answer.UNDER_CONSIDERATION)
    answer = models.TextField(blank=True)
    # Who is responsible for what was answered, and by when: everybody who reads the idea sees both.
    answer_by = CityFK(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    answer_due_on = models.DateField(_("by when"), null=True, blank=True)
    # The idea that says the same and stands for both, and since when.
    merged_into = CityFK("self", models.PROTECT, null=True, editable=False, related_name="merged")
    merged_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)

    DATA: ClassVar = {
        "public": "kind supports_count published_at corrected_at answer_state answer answer_due_on",
        "internal": "channel created_at hidden_rule hidden_because objected_at objection_answered_at objection_answer"
        " merged_at state",
        "personal": "text shown_as original_lang objection",
    }

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="merged") | models.Q(merged_into__isnull=False),
                name="challenges_merged_into",
                violation_error_code="merged_into",
                violation_error_message=_("Choose the idea that stays."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="hidden") | ~models.Q(hidden_rule=""),
                name="challenges_hidden_by_a_rule",
                violation_error_code="hidden_rule",
                violation_error_message=_("Choose the rule by which it is hidden."),
            ),
            # What did not come through the web was entered by somebody, for its author.
            models.CheckConstraint(
                condition=models.Q(channel="web") | models.Q(entered_by__isnull=False),
                name="challenges_entered_by_somebody",
                violation_error_code="entered_by",
                violation_error_message=_("Say who entered it."),
            ),
        )
        indexes = (models.Index(fields=["city", "challenge", "state", "-id"], name="challenges_contribution_list"),)
        rules_permissions: ClassVar = {
            "withdraw": rules.is_author,
            "rewrite": rules.is_author,
            "object": rules.is_author,
            "moderate": rules.is_director | rules.facilitates_its_lab,
        }

    @staticmethod
    def name_recorded(name: str) -> str:
        """What the history calls a changed field of the lab's answer; "" for another one."""
        return str(RECORDED_NAMES.get(name, ""))

    def __str__(self) -> str:
        return f"contribution {self.pk}"

    @property
    def was_entered(self) -> bool:
        """Did somebody enter it for its author?"""
        return self.entered_by_id is not None

    @property
    def is_under_way(self) -> bool:
        """Is there still something to come of what the lab answered?"""
        return bool(self.answer) and self.answer_state not in self.ENDED_ANSWERS

    @property
    def has_open_objection(self) -> bool:
        """Does its author wait for somebody who looks at the hiding again?"""
        return self.state == self.State.HIDDEN and bool(self.objected_at) and self.objection_answered_at is None

    @property
    def can_be_separated(self) -> bool:
        """Is it merged, and not for too long to stand by itself again?"""
        if self.state != self.State.MERGED or self.merged_at is None:
            return False
        return self.merged_at >= timezone.now() - timedelta(days=UNDO_DAYS)

    def get_absolute_url(self) -> str:
        """Where its author reads it: among the neighbours' once published, else among the own things."""
        if self.state in self.OWN:
            return f"{reverse('mine', args=[self.city.slug])}#idea-{self.pk}"
        return idea_address(self.city.slug, self.challenge_id, self.merged_into_id or self.pk)


class Support(CityModel):
    """One person stands behind one contribution, once."""

    contribution = CityFK(Contribution, models.CASCADE, related_name="supports")
    profile = CityFK(Profile, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    # Of a child whose guardian has not agreed to taking part: kept, and not counted.
    waits = models.BooleanField(default=False)
    # The merged idea for which the person spoke at first; there the support goes back if the two are taken apart.
    came_from = CityFK(Contribution, models.PROTECT, null=True, editable=False, related_name="+")

    DATA: ClassVar = {"personal": "at", "child": "waits"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "contribution", "profile"],
                name="challenges_support_once",
                violation_error_code="contribution",
                violation_error_message=_("You support this idea already."),
            ),
        )

    def __str__(self) -> str:
        return f"support {self.pk}"
