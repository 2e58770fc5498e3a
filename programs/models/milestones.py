from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from programs import rules
from programs.models.program import Program, ProgramYear
from stakeholders.models import Organisation

RECORDED_NAMES = {"owner": _("who is responsible"), "owner_role": _("who is responsible, by role")}


class Milestone(Stateful, CityModel):
    """A goal with a due date. It is reached only with evidence."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("milestone", "planned")
        AT_RISK = "at_risk", pgettext_lazy("milestone", "at risk")
        REACHED = "reached", pgettext_lazy("milestone", "reached")
        MISSED = "missed", pgettext_lazy("milestone", "missed")
        DROPPED = "dropped", pgettext_lazy("milestone", "dropped")

    class Proof(models.TextChoices):
        RECORD = "record", _("a record of the city")
        OVERRIDE = "override", _("an override of the network steward")
        WORDS = "words", _("words alone, as it was done before")

    class OwnerRole(models.TextChoices):
        DIRECTOR = "director", _("the education director")
        FORUM = "forum", _("the strategic forum")
        FACILITATOR = "facilitator", _("the facilitators")
        STEWARD = "steward", _("the network steward")
        ORGANISATION = "organisation", _("an organisation that is still to be chosen")

    MOVES: ClassVar = {
        State.PLANNED: {State.AT_RISK, State.REACHED, State.MISSED, State.DROPPED},
        State.AT_RISK: {State.PLANNED, State.REACHED, State.MISSED, State.DROPPED},
        State.MISSED: {State.REACHED, State.DROPPED, State.PLANNED},
        State.REACHED: {State.PLANNED},
        State.DROPPED: {State.PLANNED},
    }

    year = CityFK(ProgramYear, models.CASCADE, related_name="milestones")
    title = WordsField(_("milestone"))
    due_on = models.DateField(_("due"))
    baseline_due_on = models.DateField(editable=False)
    evidence = models.TextField(_("evidence"), blank=True)
    # The record of the city that shows it, as `EVIDENCE` names its kind: its app stands above this one.
    evidence_kind = models.CharField(max_length=20, blank=True, editable=False, db_default="")
    evidence_id = models.BigIntegerField(null=True, editable=False)
    # Words alone reached milestones in the first years; today a record does, or an override of the steward.
    reached_by = models.CharField(max_length=8, choices=Proof.choices, blank=True, editable=False, db_default="")
    # Which line of the template it was made from; "" for one that the city added.
    code = models.CharField(max_length=12, blank=True, editable=False, db_default="")
    owner = CityFK(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    owner_role = models.CharField(
        _("or who by role"), max_length=12, choices=OwnerRole.choices, blank=True, default="", db_default=""
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    # How often its words, day or state changed, and when it was last: the database counts, for calendar programs.
    revision = models.IntegerField(editable=False, default=0, db_default=0)
    changed_at = models.DateTimeField(editable=False, db_default=Now())

    DATA: ClassVar = {
        "public": "title due_on state",
        "internal": "revision changed_at baseline_due_on evidence evidence_kind evidence_id reached_by code owner_role",
    }

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="reached") | ~Q(evidence="") | ~Q(evidence_kind=""),
                name="programs_milestone_with_evidence",
                violation_error_code="evidence",
                violation_error_message=_("Choose a record that shows it is reached, or describe the evidence."),
            ),
            models.CheckConstraint(
                condition=~Q(state="reached") | ~Q(evidence_kind="") | Q(reached_by__in=["override", "words"]),
                name="programs_milestone_with_proof",
                violation_error_code="evidence",
                violation_error_message=_("Choose a record that shows it is reached."),
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(owner_role=""),
                name="programs_milestone_one_owner",
                violation_error_code="owner_role",
                violation_error_message=_("Choose an organisation or a role, not both."),
            ),
            models.CheckConstraint(
                condition=Q(evidence_kind="", evidence_id=None) | ~Q(evidence_kind="") & Q(evidence_id__isnull=False),
                name="programs_milestone_whole_link",
                violation_error_code="evidence",
                violation_error_message=_("Choose a record of this city."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.reads_progress | rules.decides_on_milestones,
            "add": rules.is_director,
            "change": rules.is_director,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    @staticmethod
    def name_recorded(name: str) -> str:
        """What the history calls a changed field whose label on a form says more than its name; "" for another one."""
        return str(RECORDED_NAMES.get(name, ""))

    @property
    def is_over(self) -> bool:
        """Reached, missed or dropped: the way back needs a reason."""
        return self.state in {self.State.REACHED, self.State.MISSED, self.State.DROPPED}

    @property
    def slip_days(self) -> int:
        """By how many days its day has moved since it was first planned; negative when it was brought forward."""
        return (self.due_on - self.baseline_due_on).days

    def is_late(self, program: Program, today: date) -> bool:
        """Is its day over, nothing said about it, and the program going on? Before the signing nobody could act."""
        is_open = self.state in {self.State.PLANNED, self.State.AT_RISK} and self.due_on < today
        is_going_on = program.state == Program.State.ACTIVE
        return is_open and is_going_on and not self.was_due_before_signing(program)

    def is_reached_early(self, today: date) -> bool:
        """Is it reached, and its day still to come?"""
        return self.state == self.State.REACHED and self.due_on > today

    def was_due_before_signing(self, program: Program) -> bool:
        """Was its day over before the program was signed? Nobody could have acted by then, so it is not late."""
        return program.signed_on is None or self.due_on < program.signed_on

    def asks_for_status(self, program: Program, today: date) -> bool:
        """Was it due before the program was signed, and has nobody said how it stands?"""
        is_open = self.state in {self.State.PLANNED, self.State.AT_RISK} and self.due_on < today
        return is_open and self.was_due_before_signing(program)

    def get_absolute_url(self) -> str:
        return cached_reverse("milestone", self.city.slug, self.pk)


class MilestoneOverride(Stateful, CityModel):
    """A milestone counts as reached without a record: asked by one person with a reason, granted by the steward."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES: ClassVar = {State.REQUESTED: {State.GRANTED, State.REFUSED, State.WITHDRAWN}}
    ALREADY: ClassVar = {
        State.GRANTED: _("This override has already been granted."),
        State.REFUSED: _("This override has already been refused."),
        State.WITHDRAWN: _("This request has already been withdrawn."),
    }

    milestone = CityFK(Milestone, models.CASCADE, related_name="overrides")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # In whose name it was asked for, as it was then.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)

    DATA: ClassVar = {"internal": "requested_at decided_at state", "staff": "reason answer"}

    class Meta:
        ordering = ("-id",)
        verbose_name = _("override of a milestone")
        constraints = (
            models.CheckConstraint(
                condition=~Q(decided_by=F("requested_by")) | Q(state="withdrawn"),
                name="programs_override_by_another",
                violation_error_code="decided_by",
                violation_error_message=_("Someone other than the person who asked must decide."),
            ),
            models.CheckConstraint(
                condition=Q(reason__length__gte=20),
                name="programs_override_reason",
                violation_error_code="reason",
                violation_error_message=_("Give a reason of at least 20 characters."),
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(decided_by__isnull=False),
                name="programs_override_granted",
                violation_error_code="decided_by",
                violation_error_message=_("Someone other than the person who asked must decide."),
            ),
            models.UniqueConstraint(
                fields=["city", "milestone"],
                name="programs_override_live",
                violation_error_code="milestone",
                violation_error_message=_("Someone has already asked for an override of this milestone."),
                condition=Q(state="requested"),
            ),
        )
        rules_permissions: ClassVar = {
            "decide": rules.is_steward & rules.did_not_ask,
            "withdraw": rules.is_director,
        }

    def __str__(self) -> str:
        return str(self.milestone)

    def get_absolute_url(self) -> str:
        return cached_reverse("milestone", self.city.slug, self.milestone_id)
