from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.tenancy.models import CityFK, CityModel, CityOneToOne
from forum import rules
from forum.models.charters import Charter
from meetings.models import Session

# Who ends a meeting later than that has forgotten to do so.
LONGEST_OVERTIME = timedelta(hours=2)


class Hours(NamedTuple):
    """Named as those of a session, so that the same part of a page writes them."""

    starts_at: datetime
    ends_at: datetime


class Meeting(CityModel):
    """A meeting of the forum: a session of its group, whose attendance is who was present, with an agenda and minutes."""

    charter = CityFK(Charter, models.CASCADE, editable=False, related_name="meetings")
    session = CityOneToOne(Session, models.CASCADE, editable=False, related_name="forum_meeting")
    # Frozen when it ends: how many seats voted then, and how many of them made a quorum.
    voting = models.PositiveSmallIntegerField(null=True, editable=False)
    needed = models.PositiveSmallIntegerField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # As it was opened: who sat there, who led, and the quorum. What changes while it is held counts from the next one on.
    began_with = models.JSONField(null=True, editable=False)
    # What was put off while it was held, and as it ended: each item by its number, and the moment to which; None: not set then.
    put_off = models.JSONField(null=True, editable=False)
    planned_at = models.DateTimeField(null=True, editable=False, auto_now_add=True)

    DATA: ClassVar = {"internal": "voting needed ended_at planned_at began_with put_off"}

    class Meta:
        ordering = ("-session__starts_at", "-id")
        verbose_name = _("meeting of the forum")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None, voting=None, needed=None)
                | Q(ended_at__isnull=False, voting__isnull=False, needed__isnull=False),
                name="forum_meeting_frozen",
                violation_error_code="ended_at",
                violation_error_message=_("A meeting that has ended says how many seats there were."),
            ),
        )
        rules_permissions: ClassVar = {"view": rules.reads, "lead": rules.leads}

    def __str__(self) -> str:
        return translate_plain(self.session.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("forum_meeting", self.city.slug, self.pk)

    @property
    def began_at(self) -> datetime:
        """When it begins: a seat that ended before does not read it."""
        return self.session.starts_at

    @property
    def hours(self) -> Hours:
        """From when until when: of a meeting that has ended until its own end. One that was ended much later, by whoever had
        forgotten it, ended as it was planned."""
        planned = self.session.ends_at
        ended = self.ended_at if self.ended_at is not None and self.ended_at > self.session.starts_at else planned
        return Hours(self.session.starts_at, ended if ended < planned + LONGEST_OVERTIME else planned)

    @property
    def is_on(self) -> bool:
        """It was opened, and has not ended."""
        return self.session.state == Session.State.HELD

    @property
    def is_ended(self) -> bool:
        """Its minutes are written."""
        return self.ended_at is not None

    @property
    def is_without_minutes(self) -> bool:
        """Its session is recorded, and nobody has its minutes: it is still to be ended."""
        return self.ended_at is None and self.session.state == Session.State.RECORDED

    @property
    def is_to_come(self) -> bool:
        """It is planned, and neither opened nor cancelled."""
        return self.session.state in {Session.State.DRAFT, Session.State.SCHEDULED}


class MinutesCorrection(CityModel):
    """What the minutes of a meeting should say; what they say stays beside it."""

    meeting = CityFK(Meeting, models.CASCADE, related_name="corrections")
    words = WordsField(_("what is right"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"internal": "words at"}

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("correction of minutes")

    def __str__(self) -> str:
        return translate_plain(self.words)
