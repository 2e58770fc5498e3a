"""What the audit log itself can record."""

from educities.activity import verbs
from educities.activity.register import register_verbs

register_verbs(verbs)
