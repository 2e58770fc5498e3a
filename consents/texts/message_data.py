"""What stands of a person in the mails, notifications and the history: sections of “What the city knows”."""

import re
from typing import Any

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consents.texts.account_data import NOBODY_CHANGES
from consents.values.personal_data import ACCOUNT_NUMBER, Column, DataSection
from educities.activity.models import AuditEntry, DigestMark, MailStop, Message, Notice
from educities.activity.texts.mail_topics import TOPICS
from educities.activity.texts.sentences import kind_sentences, message_subject, record_sentence
from stakeholders.models import Profile

WAYS = {
    "web": _("the website"),
    "api": _("a partner app"),
    "import": _("an imported file"),
    "job": _("a task that runs by itself"),
    "console": _("the platform’s operators"),
}
# A name in its marks that nobody knows any more, where the sentence is whole without it.
UNKNOWN_NAME = re.compile(r"\s[“״«]…[”״»]")
THROUGH = Column("via", _("Through"), lambda row: WAYS.get(row.via, row.via))


def _lead_to_inbox_settings(profile: Profile) -> str:
    return reverse("mail_preferences", args=[profile.city.slug])


def _read_act(row: Any) -> str:
    """What happened, by the sentence of the history: it names nobody."""
    return record_sentence(row.verb, row.target_type, row.data)


def _read_notice(row: Notice) -> str:
    """What happened, as it was told to the person."""
    return message_subject(row.verb, row.target_type, row.data)


def _read_mail(row: Message) -> str:
    """What the mail was about, by its subject; the words of the mail lie in the mailbox, and what a sent one named is not
    kept: its subject stands here without the name."""
    payload = row.payload if isinstance(row.payload, dict) else {}
    if "verb" in payload:
        return message_subject(payload["verb"], payload.get("target_type", ""), payload.get("data") or {})
    told = [UNKNOWN_NAME.sub("", text) for text in kind_sentences(row.kind)]
    whole = [text for text in told if "…" not in text]
    return next(iter([*whole, *told]), "") or gettext("an email to sign in or about the account")


MESSAGE_SECTIONS = (
    DataSection(
        key="mail_stops",
        model=MailStop,
        person="user",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("Stopped emails"),
        why=_("So that this city sends no more of them."),
        correction=_("It is changed on the page about emails."),
        page=_lead_to_inbox_settings,
        columns=(
            Column("topic", pgettext_lazy("email", "About"), lambda row: TOPICS.get(row.topic, row.topic)),
            Column("stopped_at", _("Since")),
        ),
        order=300,
    ),
    DataSection(
        key="weekly_mail",
        model=DigestMark,
        person="user",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("The weekly email"),
        why=_("So that it comes on the chosen day and tells nothing twice."),
        correction=_("It is changed on the page about emails."),
        page=_lead_to_inbox_settings,
        columns=(
            Column("weekday", _("Day of the week"), lambda row: WEEKDAYS[row.weekday]),
            Column("told_until", _("Sent up to")),
            Column("holds_all", _("All emails in one, once a week")),
        ),
        order=310,
    ),
    DataSection(
        key="mails",
        model=Message,
        person="user",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("Emails sent"),
        why=_("So that each email goes out once, and it can be seen when one did not arrive."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("payload", pgettext_lazy("email", "About"), _read_mail),
            Column("recipient", _("Sent to")),
            Column("created_at", _("Written")),
            Column("sent_at", _("Sent")),
            Column("state", _("Status")),
            Column("last_error", _("What went wrong")),
        ),
        order=320,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="notices",
        model=Notice,
        person="user",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("Notifications"),
        why=_("So that the person reads what happened without emails."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("data", _("What happened"), _read_notice),
            Column("created_at", _("When")),
            Column("read_at", _("Read")),
        ),
        order=330,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="acts",
        model=AuditEntry,
        person="actor",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("Done here"),
        why=_("So that it can be seen later who did what. Each line is kept as it was written."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("verb", _("What happened"), _read_act),
            Column("at", _("When")),
            THROUGH,
            Column("reason", _("Reason")),
            Column("ip", _("Network address")),
        ),
        order=340,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="acts_for",
        model=AuditEntry,
        person="acting_for",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("Done by someone else in this name"),
        why=_("So that the person can see what was written down in their name. Who did it is not shown here."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("verb", _("What happened"), _read_act),
            Column("at", _("When")),
            THROUGH,
        ),
        order=350,
    ),
)
