"""What accounts answer to apps below."""

from educities.accounts import verbs
from educities.activity.values import VERBS, list_verbs

VERBS.register_each(list_verbs(verbs))
