"""What the audit log itself can record."""

from educities.activity import verbs
from educities.activity.actions.retention import (
    FORGETTERS,
    Forgetter,
    forget_messages,
    forget_notices,
    forget_reminders,
)
from educities.activity.models import AuditEntry
from educities.activity.queries.last_actor import find_last_actor
from educities.activity.texts.sentences import name_model
from educities.activity.values import VERBS, list_verbs
from educities.kit.concurrent_edit import LAST_ACTOR
from educities.kit.states import NAME_ROW
from educities.tenancy.inspect import GROWING_TABLES, OWNERS_FUNCTIONS

VERBS.register_each(list_verbs(verbs))
GROWING_TABLES.register(AuditEntry._meta.db_table)
OWNERS_FUNCTIONS.register_each(
    [
        "activity_claim_messages",
        "activity_expire_messages",
        "activity_claim_schedules",
        "activity_number_events",
        "activity_forget_actor",
        "activity_forget_log",
    ]
)
FORGETTERS.register(Forgetter("notices", forget_notices, of_platform=True))
FORGETTERS.register(Forgetter("messages", forget_messages, of_platform=True))
FORGETTERS.register(Forgetter("reminders", forget_reminders))
LAST_ACTOR.register(find_last_actor)
NAME_ROW.register(name_model)
