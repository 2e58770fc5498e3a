"""What the audit log itself can record."""

from educities.activity import verbs
from educities.activity.values import VERBS, list_verbs

VERBS.register_each(list_verbs(verbs))
