"""What stands of a person in the account, its roles, mails, notices and the history: sections of “What the city knows”."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cities.models import Invitation, Membership
from consents.texts.personal_data import name_language
from consents.values.personal_data import ACCOUNT_NUMBER, ADDRESSES, Column, DataSection, Subject
from educities.accounts.models import AccountChange, PartnerClient, SignedInSession, SignInLink, User
from educities.activity.models import AuditEntry, DigestMark, MailStop, Message, Notice
from educities.activity.texts.mail_kinds import TOPICS
from educities.activity.texts.sentences import record_sentence
from stakeholders.models import Profile

LANGUAGE = Column("language", _("Language"), lambda row: name_language(row.language))
ACCOUNT_PAGE = _("It is changed on the page of the account.")
NOBODY_CHANGES = _("It is never changed: it says what happened. Mistakes are reported to the city’s director.")
CLOSED_BY = {
    "guardian": _("a parent or guardian said no"),
    "child": _("the child said no"),
    "time": _("nobody answered in time"),
}
STEPS = {"totp": _("an app on the phone"), "webauthn": _("a passkey"), "recovery_codes": _("recovery codes")}


def _lead_to_account(profile: Profile) -> str:
    return reverse("account")


def _lead_to_inbox_settings(profile: Profile) -> str:
    return reverse("mail_preferences", args=[profile.city.slug])


def _narrow_to_city(rows: QuerySet[Any], subject: Subject) -> QuerySet[Any]:
    """Of a table of all cities the rows of this one."""
    return rows.filter(city_id=subject.profile.city_id)


def _read_act(row: Any) -> str:
    """What happened, by the sentence of the history: it names nobody."""
    return record_sentence(row.verb, row.target_type, row.data)


def _read_mail(row: Message) -> str:
    """What the mail was about, by the sentence of the history; the words of the mail lie in the mailbox."""
    payload = row.payload if isinstance(row.payload, dict) else {}
    if "verb" not in payload:
        return _now("an email to sign in or about the account")
    return record_sentence(payload["verb"], payload.get("target_type", ""), payload.get("data") or {})


ACCOUNT_SECTIONS = (
    DataSection(
        key="account",
        model=User,
        person="pk",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("Account"),
        why=_("It signs the person in, in all cities of this platform. No name is kept with it."),
        correction=ACCOUNT_PAGE,
        page=_lead_to_account,
        columns=(
            Column("email", _("Email address")),
            LANGUAGE,
            Column("joined_at", _("Since")),
            Column("last_login", _("Last sign-in")),
            Column("is_active", _("Open")),
            Column("is_minor", _("Under 18")),
            Column("waits_for_guardian", _("waits for a parent or guardian")),
            Column("closed_by", _("Closed because"), lambda row: CLOSED_BY.get(row.closed_by, "")),
        ),
        order=200,
    ),
    DataSection(
        key="addresses",
        model=EmailAddress,
        person="user",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("Email addresses"),
        why=_("Emails go to the main address; each confirmed one signs in."),
        correction=ACCOUNT_PAGE,
        page=lambda _profile: reverse("account_email"),
        columns=(
            Column("email", _("Email address")),
            Column("verified", _("Confirmed")),
            Column("primary", _("Main address")),
        ),
        order=210,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="second_steps",
        model=Authenticator,
        person="user",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("Second steps at sign-in"),
        why=_("They protect the account. Their secrets are shown to nobody, not even here."),
        correction=ACCOUNT_PAGE,
        page=_lead_to_account,
        columns=(
            Column("type", _("kind"), lambda row: STEPS.get(row.type, row.type)),
            Column("created_at", _("Since")),
            Column("last_used_at", _("Last used")),
        ),
        order=220,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="browsers",
        model=SignedInSession,
        person="user",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("Signed-in browsers"),
        why=_("So that the person sees where the account is open, and can sign out there."),
        correction=_("Each is ended on the page of the account."),
        page=lambda _profile: reverse("my_sessions"),
        columns=(
            Column("browser", _("Browser")),
            Column("started_at", _("Since")),
            Column("expire_date", _("until")),
        ),
        order=230,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="sign_in_links",
        model=SignInLink,
        person="user",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("The last link for signing in"),
        why=_("So that a link from an email works once, and for a short time."),
        correction=_("The next sign-in takes its place."),
        columns=(
            Column("email", _("Sent to")),
            Column("target", _("Leads to")),
            Column("expires_at", _("until")),
            Column("used_at", _("Used")),
        ),
        order=240,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="account_changes",
        model=AccountChange,
        person="user",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("Changes to the ways of signing in"),
        why=_("Each address of before got a link that takes the change back, in case someone else made it."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("email", _("Sent to")),
            Column("addresses", _("Addresses before"), lambda row: ", ".join(row.addresses)),
            Column("made_at", _("When")),
            Column("undone_at", _("Withdrawn on")),
        ),
        order=250,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="roles",
        model=Membership,
        person="user",
        by=ACCOUNT_NUMBER,
        narrow=_narrow_to_city,
        title=_("Roles in this city"),
        why=_("A role says what the person may see and do here."),
        correction=_("The director gives roles and ends them."),
        columns=(
            Column("role", _("Role")),
            Column("scope_type", _("Valid for")),
            Column("starts_on", _("from")),
            Column("ends_on", _("until")),
        ),
        covers="scope_id",
        order=60,
    ),
    DataSection(
        key="invitations",
        model=Invitation,
        person="email",
        by=ADDRESSES,
        title=_("Invitations to a role"),
        why=_("Someone who works for the city wrote down this address to offer a role."),
        correction=_("The person who invited can withdraw it. An invitation ends by itself on its last day."),
        columns=(
            Column("email", _("Email address")),
            Column("display_name", _("Name")),
            LANGUAGE,
            Column("role", _("Role")),
            Column("scope_type", _("Valid for")),
            Column("starts_on", _("First day")),
            Column("ends_on", _("Last day")),
            Column("invited_at", _("Invited on")),
            Column("expires_at", _("until")),
            Column("accepted_at", _("Accepted on")),
            Column("withdrawn_at", _("Withdrawn on")),
        ),
        covers="scope_id",
        order=65,
    ),
    DataSection(
        key="partner_apps",
        model=PartnerClient,
        person="owner",
        by=ACCOUNT_NUMBER,
        narrow=lambda rows, subject: _narrow_to_city(rows, subject).select_related("client"),
        title=_("Partner apps in the person’s name"),
        why=_("Someone is responsible for each app that reads the city’s data."),
        correction=_("The director ends an app on the page of partner apps."),
        columns=(
            Column("client", _("Name"), lambda row: row.client.name),
            Column("made_at", _("Since")),
            Column("expires_on", _("until")),
            Column("revoked_at", _("Ended")),
        ),
        order=70,
    ),
    DataSection(
        key="mail_stops",
        model=MailStop,
        person="user",
        by=ACCOUNT_NUMBER,
        group="messages",
        title=_("Emails that the person has stopped"),
        why=_("So that this city sends no more of them."),
        correction=_("It is changed on the page about emails."),
        page=_lead_to_inbox_settings,
        columns=(
            Column("topic", _("About"), lambda row: TOPICS.get(row.topic, row.topic)),
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
            Column("payload", _("About"), _read_mail),
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
            Column("data", _("What happened"), _read_act),
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
        title=_("What the person did here"),
        why=_("So that it can be seen later who did what. Each line is kept as it was written."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("verb", _("What happened"), _read_act),
            Column("at", _("When")),
            Column("via", _("Through")),
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
        title=_("What someone else did for the person"),
        why=_("So that the person can see what was written down in their name. Who did it stays out here."),
        correction=NOBODY_CHANGES,
        columns=(
            Column("verb", _("What happened"), _read_act),
            Column("at", _("When")),
            Column("via", _("Through")),
        ),
        order=350,
    ),
)
