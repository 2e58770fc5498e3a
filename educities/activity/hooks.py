"""What the audit log itself can record."""

from educities.activity import verbs
from educities.activity.register import VERBS, list_verbs

VERBS.register_each(list_verbs(verbs))
