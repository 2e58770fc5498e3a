"""What mails are about, as people stop them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

# What a person can stop, one by one, in one city; a kind of mail without a topic cannot be stopped.
WEEKLY = "weekly"
TOPICS: dict[str, Promise] = {
    "invitations": pgettext_lazy("emails about", "Invitations"),
    "sessions": pgettext_lazy("emails about", "Sessions"),
    "cohorts": pgettext_lazy("emails about", "Labs and cohorts"),
    "ideas": pgettext_lazy("emails about", "My ideas and challenges"),
    "overrides": pgettext_lazy("emails about", "Overrides"),
    "organisations": pgettext_lazy("emails about", "Organisations"),
    "collaborations": pgettext_lazy("emails about", "Collaborations"),
    "forum": pgettext_lazy("emails about", "The strategic forum"),
    "figures": pgettext_lazy("emails about", "Figures and the five years"),
    WEEKLY: pgettext_lazy("emails about", "The weekly email"),
}
STOP_LABELS: dict[str, Promise] = {
    "invitations": gettext_lazy("No more invitations from this city"),
    "sessions": gettext_lazy("Stop emails about sessions"),
    "cohorts": gettext_lazy("Stop emails about labs and cohorts"),
    "ideas": gettext_lazy("Stop emails about my ideas and challenges"),
    "overrides": gettext_lazy("Stop emails about overrides (the news stays among your notifications)"),
    "organisations": gettext_lazy("Stop emails about organisations"),
    "collaborations": gettext_lazy("Stop emails about collaborations"),
    "forum": gettext_lazy("Stop emails about the strategic forum"),
    "figures": gettext_lazy("Stop emails about figures and the five years"),
    WEEKLY: gettext_lazy("Stop the weekly email, or choose another day"),
}
