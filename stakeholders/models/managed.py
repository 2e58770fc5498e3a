"""What belongs to people without an account: the code by which they take over their profile, and two rows that are one."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from stakeholders import rules
from stakeholders.models.people import Profile

MERGE_UNDO_DAYS = 30


class ClaimCodeQuerySet(CityQuerySet):
    def live(self) -> "ClaimCodeQuerySet":
        """Those that still open a profile."""
        return self.filter(used_at=None, ended_at=None, expires_at__gt=timezone.now())


class ClaimCodeManager(CityManager.from_queryset(ClaimCodeQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ClaimCodeQuerySet`."""


class ClaimCode(CityModel):
    """A short code by which a person takes over the profile that somebody keeps for them: once, and for some days.

    The code itself is nowhere: it is shown once to who reads or prints it out.
    """

    profile = CityFK(Profile, models.CASCADE, related_name="claim_codes")
    code_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    # A newer code took its place, or it was taken back.
    ended_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"personal": "made_at expires_at used_at ended_at", "secret": "code_hash"}

    objects = ClaimCodeManager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("code for taking over a profile")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "profile"],
                name="stakeholders_code_live",
                violation_error_code="profile",
                violation_error_message=_("This person has a code already."),
                condition=Q(used_at=None, ended_at=None),
            ),
            models.UniqueConstraint(
                fields=["city", "code_hash"],
                name="stakeholders_code_once",
                violation_error_code="code_hash",
                violation_error_message=_("This code is taken. Make another one."),
            ),
        )

    def __str__(self) -> str:
        return f"code {self.pk}"


class ProfileMergeQuerySet(CityQuerySet):
    def proposed(self) -> "ProfileMergeQuerySet":
        """Those that wait for a second person."""
        return self.filter(state=ProfileMerge.State.PROPOSED)

    def undoable(self) -> "ProfileMergeQuerySet":
        """Those that can still be taken back."""
        since = timezone.now() - timedelta(days=MERGE_UNDO_DAYS)
        return self.filter(state=ProfileMerge.State.MERGED, decided_at__gte=since)


class ProfileMergeManager(CityManager.from_queryset(ProfileMergeQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ProfileMergeQuerySet`."""


class ProfileMerge(Stateful, CityModel):
    """Two profiles are of one person: one of the staff says so, another agrees, and for 30 days it can be taken back."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("merge of people", "waits for a second person")
        MERGED = "merged", pgettext_lazy("merge of people", "merged")
        DECLINED = "declined", pgettext_lazy("merge of people", "two different people")
        UNDONE = "undone", pgettext_lazy("merge of people", "taken apart again")
        FINAL = "final", pgettext_lazy("merge of people", "merged for good")

    MOVES: ClassVar = {
        State.PROPOSED: {State.MERGED, State.DECLINED},
        State.MERGED: {State.UNDONE, State.FINAL},
        # Taken apart they are suggested again, until somebody says that they are two.
        State.UNDONE: {State.DECLINED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.MERGED: _("These two profiles have already been merged."),
        State.DECLINED: _("It was already said that these are two different people."),
        State.UNDONE: _("These two profiles have already been taken apart."),
        State.FINAL: _("This can no longer be undone: 30 days have passed, or one of the profiles was erased."),
    }

    kept = CityFK(Profile, models.CASCADE, related_name="+")
    gone = CityFK(Profile, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # In whose name it was proposed, as it was then: no second word is theirs, also after the deputy's role has ended.
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Nobody else of the staff was there to agree: the same person did, a day later.
    decided_alone = models.BooleanField(default=False)
    # What the merge moved, by part: numbers of rows, and what stood in a column before. Gone with the way back.
    moved: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)

    DATA: ClassVar = {"personal": "proposed_at decided_at decided_alone moved state"}

    objects = ProfileMergeManager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("merge of two profiles")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kept=F("gone")),
                name="stakeholders_merge_of_two",
                violation_error_code="gone",
                violation_error_message=_("Choose two different people."),
            ),
            models.UniqueConstraint(
                fields=["city", "kept", "gone"],
                name="stakeholders_merge_once",
                violation_error_code="gone",
                violation_error_message=_("Someone has already proposed to merge these two."),
                condition=Q(state__in=["proposed", "merged"]),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("proposed_by"))
                | Q(decided_alone=True)
                | Q(state="declined"),
                name="stakeholders_merge_two_eyes",
                violation_error_code="decided_by",
                violation_error_message=_("Someone else has to agree to what you proposed."),
            ),
        )
        rules_permissions: ClassVar = {
            "decide": rules.is_director | rules.is_facilitator,
            "undo": rules.is_director,
        }

    def __str__(self) -> str:
        return f"merge {self.pk}"

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back; None where it was not merged, or is final."""
        if self.state != self.State.MERGED or self.decided_at is None:
            return None
        return self.decided_at + timedelta(days=MERGE_UNDO_DAYS)

    @property
    def can_be_undone(self) -> bool:
        """Merged, and within its days."""
        return self.undo_until is not None and timezone.now() <= self.undo_until

    @property
    def is_decided_at_once(self) -> bool:
        """That they are two people was said without a proposal: the same person did both at one moment."""
        is_own = self.state == self.State.DECLINED and self.decided_by_id == self.proposed_by_id
        return is_own and self.decided_at is not None and self.decided_at - self.proposed_at < timedelta(seconds=5)

    def get_absolute_url(self) -> str:
        return reverse("merge", args=[self.city.slug, self.pk])
