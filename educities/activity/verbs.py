"""What can be recorded about messages themselves."""

from django.utils.translation import gettext_lazy as _

from educities.activity.register import verb

MESSAGE_REPLAYED = verb("activity.message_replayed", _("A failed message is tried once more"))
MESSAGE_CANCELLED = verb("activity.message_cancelled", _("A waiting message was cancelled"))
