"""What happened in a cohort, the newest first: its end, stages that began, sessions that were held or are to come."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from educities.activity.models import AuditEntry
from educities.activity.queries.person_names import names_of
from labs import verbs
from labs.models import Cohort, StageRecord
from meetings.models import Session

# More than these are behind a click.
MOST = 8


class LogLine(NamedTuple):
    """One thing that happened or is to come. `bead`: done, late, or "" for what lies ahead. `day`: as it is shown.

    `name`: what it happened to, "" where `text` is a whole sentence.
    """

    at: datetime
    day: date
    text: str
    name: Any
    bead: str
    note: str = ""
    url: str = ""
    reason: str = ""


def list_cohort_log(cohort: Cohort, stages: Iterable[StageRecord], sessions: Iterable[Session]) -> list[LogLine]:
    """All of a cohort's life, newest first, above it the session that comes next.

    Drafts and sessions that were called off are no events.
    """
    events = [one for one in sessions if one.state not in {Session.State.DRAFT, Session.State.CANCELLED}]
    to_come = [one for one in events if not one.is_over and one.state != Session.State.RECORDED]
    later = min(to_come, key=lambda one: one.starts_at, default=None)
    records = list(stages)
    names = _names_of_returns(records)
    begun = [_stage_line(one, names.get(one.pk, "")) for one in records]
    past = [_session_line(one) for one in events if one not in to_come] + begun
    lines = [*_end_lines(cohort, records), *sorted(past, key=lambda line: line.at, reverse=True)]
    return [_session_line(later), *lines] if later else lines


def find_end(cohort: Cohort, stages: Iterable[StageRecord]) -> datetime | None:
    """When the cohort was completed or cancelled: its last stage ended then. None while it goes on, or never began."""
    left = [record.left_at for record in stages if record.left_at]
    return max(left, default=None) if cohort.is_over else None


def _end_lines(cohort: Cohort, stages: Iterable[StageRecord]) -> list[LogLine]:
    at = find_end(cohort, stages)
    if at is None:
        return []
    is_completed = cohort.state == Cohort.State.COMPLETED
    text = _("The cohort is completed.") if is_completed else _("This cohort was cancelled.")
    return [LogLine(at, timezone.localtime(at).date(), text, "", "done" if is_completed else "")]


def _stage_line(record: StageRecord, who: str) -> LogLine:
    # Only the way back has a reason.
    words = _("Back to stage %(number)s") if record.reason else _("Stage %(number)s began")
    at, name, text = record.entered_at, record.get_stage_display(), words % {"number": record.stage}
    note = _("by %(name)s") % {"name": who} if who else ""
    return LogLine(at, timezone.localtime(at).date(), text, name, "done", note=note, reason=record.reason)


def _names_of_returns(records: Iterable[StageRecord]) -> dict[int, str]:
    """Who took the cohort back into these stages, by the number of the stage's record."""
    returns = [record for record in records if record.reason]
    if not returns:
        return {}
    about = {"target_type": Cohort._meta.label_lower, "target_id": str(returns[0].cohort_id)}
    entries = list(AuditEntry.objects.filter(verb=verbs.STAGE_RETURNED.code, **about).order_by("pk"))
    names = names_of({entry.actor_id for entry in entries if entry.actor_id})
    found = {}
    for record in returns:
        # It was written down right after the stage began.
        entry = next((one for one in entries if one.at >= record.entered_at), None)
        found[record.pk] = names.get(entry.actor_id, "") if entry and entry.actor_id else ""
    return found


def _session_line(session: Session) -> LogLine:
    is_recorded, at = session.state == Session.State.RECORDED, session.starts_at
    is_late = not is_recorded and session.is_over
    note = _("not recorded yet") if is_late else ""
    bead = "done" if is_recorded else "late" if is_late else ""
    return LogLine(at, at, _("Session"), session.title, bead, note, session.get_absolute_url())
