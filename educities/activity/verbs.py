"""What can be recorded about messages themselves."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from educities.activity.values import name_rows, verb

MESSAGE_REPLAYED = verb("activity.message_replayed", _("A failed email is being retried"))
MESSAGES_REPLAYED = verb(
    "activity.messages_replayed",
    ngettext_lazy(
        "{number} failed email with the same error is being retried",
        "{number} failed emails with the same error are being retried",
        "number",
    ),
    number="number",
)
MESSAGE_CANCELLED = verb("activity.message_cancelled", _("A waiting message was cancelled"), ends=True)
MAIL_STOPPED = verb("activity.mail_stopped", _("Emails about a topic were stopped"), is_private=True)
MAIL_RESUMED = verb("activity.mail_resumed", _("Emails about a topic are sent again"), is_private=True)
WEEKLY_CHOSEN = verb("activity.weekly_chosen", _("All emails come in one, once a week"), is_private=True)
SINGLE_CHOSEN = verb("activity.single_chosen", _("Emails come one by one again"), is_private=True)
TABLE_TAKEN = verb("activity.table_taken", _("A table was saved as a file: {title}"))
HELD_SENT = verb("activity.held_sent", _("Emails held after a restore were released"))
HELD_DROPPED = verb("activity.held_dropped", _("Emails held after a restore are not sent"), ends=True)

# What the history calls rows of this app; registered by the app above it.
ROWS = name_rows("activity", message=_("email"), mailstop=_("emails about a topic"), digestmark=_("weekly email"))
