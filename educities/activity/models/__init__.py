from educities.activity.models.audit import AuditEntry
from educities.activity.models.events import Event, EventEpoch
from educities.activity.models.inbox import Notice
from educities.activity.models.outbox import Attempt, Message
from educities.activity.models.preferences import DigestMark, MailStop
from educities.activity.models.retention import RetentionRun
from educities.activity.models.schedule import Schedule

__all__ = [
    "Attempt",
    "AuditEntry",
    "DigestMark",
    "Event",
    "EventEpoch",
    "MailStop",
    "Message",
    "Notice",
    "RetentionRun",
    "Schedule",
]
