"""What the audit log itself can record."""

from educities.activity import verbs
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
    ["activity_claim_messages", "activity_expire_messages", "activity_claim_schedules", "activity_number_events"]
)
LAST_ACTOR.register(find_last_actor)
NAME_ROW.register(name_model)
