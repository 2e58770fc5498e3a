"""What can be recorded about reports."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

REPORT_ASKED = verb("reports.report_asked", _("The report “The city on one page” was asked for"))
REPORT_READY = verb(
    "reports.report_ready",
    _("The report “The city on one page” is ready"),
    subject=_("Your report “The city on one page” is ready"),
)
REPORT_FAILED = verb(
    "reports.report_failed",
    _("The report “The city on one page” could not be made"),
    subject=_("Your report “The city on one page” could not be made. Ask for it again, or tell the operator"),
)
SENTENCE_CHANGED = verb("reports.sentence_changed", _("The director’s sentence in “The city on one page” was changed"))
PARTNER_MADE = verb("reports.partner_made", _("A partner app was added: {title}"))
PARTNER_RESUMED = verb("reports.partner_resumed", _("A partner app was let in again after a restore: {title}"))
PARTNER_REVOKED = verb("reports.partner_revoked", _("Access was revoked for a partner app: {title}"), ends=True)

# What the history calls rows of this app, and partners' apps, which it admits.
ROWS = (
    *name_rows("reports", report=_("city report"), directorsentence=_("director’s sentence")),
    *name_rows("accounts", partnerclient=_("partner app")),
)
