"""What happened in a cohort, the newest first: stages that began, sessions that were held, those still to come."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from labs.models import StageRecord
from meetings.models import Session

# More than these the page of the sessions shows.
MOST = 8


class LogLine(NamedTuple):
    """One thing that happened or is to come. `bead`: done, late, or "" for what lies ahead. `day`: as it is shown."""

    at: datetime
    day: date
    text: str
    name: Any
    bead: str
    note: str = ""
    url: str = ""
    reason: str = ""


def list_cohort_log(stages: Iterable[StageRecord], sessions: Iterable[Session]) -> list[LogLine]:
    """The last things of a cohort's life, newest first, above them the session that comes next.

    Drafts and sessions that were called off are no events.
    """
    events = [one for one in sessions if one.state not in {Session.State.DRAFT, Session.State.CANCELLED}]
    to_come = [one for one in events if not one.is_over and one.state != Session.State.RECORDED]
    later = min(to_come, key=lambda one: one.starts_at, default=None)
    past = [_session_line(one) for one in events if one not in to_come] + [_stage_line(one) for one in stages]
    lines = sorted(past, key=lambda line: line.at, reverse=True)[:MOST]
    return [_session_line(later), *lines] if later else lines


def _stage_line(record: StageRecord) -> LogLine:
    text = _("Stage %(number)s began") % {"number": record.stage}
    at, name = record.entered_at, record.get_stage_display()
    return LogLine(at, timezone.localtime(at).date(), text, name, "done", reason=record.reason)


def _session_line(session: Session) -> LogLine:
    is_recorded, at = session.state == Session.State.RECORDED, session.starts_at
    is_late = not is_recorded and session.is_over
    note = _("not recorded yet") if is_late else ""
    bead = "done" if is_recorded else "late" if is_late else ""
    return LogLine(at, at, _("Session"), session.title, bead, note, session.get_absolute_url())
