"""How long what is kept: one table of periods, from which the nightly work, the city's page and docs/retention.md are made.

The periods are ours until a city's lawyer says otherwise; whoever changes one changes it here.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

YEAR = 365


class Period(NamedTuple):
    """One kind of rows: how many days they are kept, what is done then, and of which class of data they are."""

    code: str
    what: Promise
    days: int
    then: Promise
    data_class: str

    @property
    def sentence(self) -> str:
        """After how long it goes and how, in the reader's language: in years where it is years."""
        if self.days < YEAR:
            text, n = ngettext("after %(n)d day: %(then)s", "after %(n)d days: %(then)s", self.days), self.days
        else:
            n = self.days // YEAR
            text = ngettext("after %(n)d year: %(then)s", "after %(n)d years: %(then)s", n)
        return text % {"n": n, "then": self.then}


DELETED, WORDS_DELETED, ADDRESS_DELETED = _("deleted"), _("the words are deleted"), _("the address is deleted")
_TABLE = (
    Period("notices", _("Notifications on people’s own pages"), YEAR, DELETED, "personal"),
    Period("messages", _("Emails that were sent, cancelled or failed: to whom, and when"), 90, DELETED, "personal"),
    Period("reminders", _("Reminders that are done"), 90, DELETED, "internal"),
    Period("invitations", _("Invitations to a role, answered or not"), YEAR, DELETED, "personal"),
    Period("replies", _("Answers to an invitation to a session"), YEAR, DELETED, "personal"),
    Period("withdrawn_ideas", _("Ideas that their authors withdrew"), 90, WORDS_DELETED, "personal"),
    Period("import_rows", _("Contents of imported spreadsheets"), 90, WORDS_DELETED, "personal"),
    Period(
        "guardian_questions",
        _("Addresses of adults whom a child asked and who did not answer, or do not know the child"),
        90,
        DELETED,
        "child",
    ),
    Period("trip_contacts", _("Phones and addresses that guardians gave for an expedition"), 30, DELETED, "child"),
    Period(
        "exchange_cards",
        _("Offers and needs that people wrote on an exchange, and who took part"),
        90,
        DELETED,
        "personal",
    ),
    Period("reports", _("Reports that were built"), 90, DELETED, "staff"),
    Period("log_addresses", _("Network addresses in the log"), 90, ADDRESS_DELETED, "personal"),
    Period("sign_ins", _("Log entries of sign-ins by link"), 90, DELETED, "personal"),
    Period("log", _("Log entries: roles, stages, decisions, consents"), 7 * YEAR + 2, DELETED, "personal"),
)
PERIODS: dict[str, Period] = {period.code: period for period in _TABLE}
# What other work takes away within hours or days, hourly or nightly; a test compares the hours with the code that does it.
SHORT_PERIODS: dict[str, tuple[str, int]] = {
    "kept_forms": ("What a form sent without a session", 1),
    "form_answers": ("The answer to a form, so that it acts once", 24),
    "api_answers": ("The answer to a partner's request, so that it acts once", 24),
    "account_changes": ("The way back from a change of how somebody signs in", 7 * 24),
    "refused_photos": ("A photo of an idea that was refused", 30 * 24),
    "unconfirmed_acts": ("What a resident sent and did not confirm", 72 + 30 * 24),
}
