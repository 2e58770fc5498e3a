from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.accounts.models import User
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from meetings import rules
from meetings.models.groups import Group
from meetings.values import GROUP_KINDS

# A session may be opened and its code put up while people arrive.
OPENS_BEFORE = timedelta(hours=2)


class SessionQuerySet(CityQuerySet):
    def with_group(self) -> "SessionQuerySet":
        """Each with its group and the group's owner, in the same query."""
        return self.select_related("city", "group", *(f"group__{kind.key}" for kind in GROUP_KINDS))

    def for_user(self, user: User) -> "SessionQuerySet":
        """Of groups in which the person has a seat or is asked to take one."""
        asks = Q(pk__in=[])
        for kind in GROUP_KINDS:
            asks |= Q(group_id__in=kind.seats().asked().filter(profile__user=user).values("group_id"))
        return self.filter(asks)

    def find_unjoined(self, user: User) -> "SessionQuerySet":
        """Those of groups in which the person is asked to take a seat and has none yet: the place is answered first."""
        joined = Q(pk__in=[])
        for kind in GROUP_KINDS:
            joined |= Q(group_id__in=kind.seats().active().filter(profile__user=user).values("group_id"))
        return self.for_user(user).exclude(joined)

    def to_come(self) -> "SessionQuerySet":
        """Scheduled and not begun yet."""
        return self.filter(state=Session.State.SCHEDULED, starts_at__gt=timezone.now())

    def with_open_code(self) -> "SessionQuerySet":
        """Under way, with a code on the wall that still counts."""
        return self.filter(state=Session.State.HELD, code_until__gt=timezone.now()).exclude(code="")


class SessionManager(CityManager.from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """Sessions of the scope's city."""


class Session(Stateful, CityModel):
    """A meeting of a group. `held` begins when the facilitator opens it; `recorded` freezes who was there."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("session", "draft")
        SCHEDULED = "scheduled", pgettext_lazy("session", "scheduled")
        HELD = "held", pgettext_lazy("session", "in progress")
        RECORDED = "recorded", pgettext_lazy("session", "recorded")
        CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")

    MOVES: ClassVar = {
        State.DRAFT: {State.SCHEDULED, State.CANCELLED},
        # Back to draft is the undo of the invitations.
        State.SCHEDULED: {State.HELD, State.CANCELLED, State.DRAFT},
        # Back to scheduled: one that was opened by mistake, before anybody has a mark.
        State.HELD: {State.RECORDED, State.SCHEDULED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.SCHEDULED: _("The invitations to this session have already been sent."),
        State.HELD: _("This session has already been started."),
        State.RECORDED: _("The record of this session has already been written."),
        State.CANCELLED: _("This session has already been cancelled."),
    }

    group = CityFK(Group, models.CASCADE, related_name="sessions")
    stage = models.SmallIntegerField(null=True, editable=False)
    title = WordsField(_("title"))
    plan = WordsField(_("plan"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)
    # How often it was changed since it was announced: by this a calendar knows which file is the newer one.
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    code = models.CharField(max_length=4, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    # Whose mark was taken back, and when it was tapped: of two taps the later one counts. Empty once it is recorded.
    cleared = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    DATA: ClassVar = {
        "internal": "stage title plan starts_at ends_at place link sequence code_until state",
        "personal": "cleared",
        "secret": "code",
    }

    objects = SessionManager()

    class Meta:
        ordering = ("starts_at", "id")
        verbose_name = _("session")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meetings_session_times",
                violation_error_code="ends_at",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["city", "group", "starts_at"],
                name="meetings_session_once",
                violation_error_code="starts_at",
                violation_error_message=_(
                    "There is already a session at that time. Choose another time, or change that session."
                ),
                condition=~Q(state="cancelled"),
            ),
            models.UniqueConstraint(
                fields=["city", "code"],
                name="meetings_session_code",
                violation_error_code="code",
                violation_error_message=_("Another session has this code now."),
                condition=~Q(code=""),
            ),
        )
        indexes = (models.Index(fields=["city", "group", "starts_at"], name="meetings_session_when"),)
        rules_permissions: ClassVar = {
            "view": rules.is_staff_of_city | rules.had_a_seat,
            "change": rules.leads,
            "take_attendance_of": rules.leads,
            "correct": rules.corrects,
            "check_in_to": rules.takes_part,
            "reply_to": rules.takes_part,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("session", self.city.slug, self.pk)

    @property
    def stage_name(self) -> str:
        """What the stage is called in which the session stands; "" in a group without stages."""
        return str(self.group.definition.stages[self.stage]) if self.stage else ""

    @property
    def is_announced(self) -> bool:
        """Its members know of it, and it is not recorded yet."""
        return self.state in {self.State.SCHEDULED, self.State.HELD}

    @property
    def has_begun(self) -> bool:
        """Its beginning has passed, whether or not it was opened: it can be recorded."""
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Its time has passed."""
        return self.ends_at <= timezone.now()

    @property
    def is_on(self) -> bool:
        """It is held now, or its time has come and nobody has opened it yet."""
        has_begun = self.state == self.State.SCHEDULED and self.starts_at <= timezone.now()
        return not self.is_over and (has_begun or self.state == self.State.HELD)

    @property
    def is_open(self) -> bool:
        """Scheduled and still to come: members may say whether they come."""
        return self.state == self.State.SCHEDULED and self.starts_at > timezone.now()

    @property
    def opens_at(self) -> datetime:
        """From when on it can be opened."""
        return self.starts_at - OPENS_BEFORE

    @property
    def can_start(self) -> bool:
        """It can be opened now: scheduled and not too early, or a draft whose hour has come; of a group that works."""
        opens = {self.State.SCHEDULED: self.opens_at, self.State.DRAFT: self.starts_at}.get(self.State(self.state))
        return opens is not None and opens <= timezone.now() and self.group.is_working

    @property
    def can_schedule(self) -> bool:
        """Its members can be invited now: a draft, still to come, of a group that works."""
        return self.state == self.State.DRAFT and self.starts_at > timezone.now() and self.group.is_working

    @property
    def code_is_open(self) -> bool:
        """The code on the wall counts now."""
        until = self.code_until
        return bool(self.code) and self.state == self.State.HELD and until is not None and until > timezone.now()
