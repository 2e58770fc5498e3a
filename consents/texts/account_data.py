"""What stands of a person in the account, its roles, mails, notices and the history: sections of “What the city knows”."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import Invitation, Membership
from consents.texts.personal_data import name_language
from consents.values.personal_data import ACCOUNT_NUMBER, ADDRESSES, Column, DataSection, Subject
from educities.accounts.models import AccountChange, PartnerClient, SignedInSession, SignInLink, User
from educities.kit.multilingual import join_localised
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


def _narrow_to_city(rows: QuerySet[Any], subject: Subject) -> QuerySet[Any]:
    """Of a table of all cities the rows of this one."""
    return rows.filter(city_id=subject.profile.city_id)


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
            Column("is_active", pgettext_lazy("account", "Open")),
            Column("is_minor", _("younger than 18")),
            Column("is_age_unsaid", _("question about being 18 still open")),
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
        why=_("To see where the account is open, and to sign out there."),
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
            Column("addresses", _("Addresses before"), lambda row: join_localised(row.addresses)),
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
        why=_("A role says what one may see and do here."),
        correction=_("The director gives roles and ends them."),
        columns=(
            Column("role", _("Role")),
            Column("scope_type", _("Valid for")),
            Column("starts_on", _("from")),
            Column("ends_on", _("until"), lambda row: row.last_day),
        ),
        covers="scope_id ended_on",
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
        title=_("Partner apps connected"),
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
)
