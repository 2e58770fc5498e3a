"""What stakeholders answer to apps below."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from cities.actions.invitations import AGE_KNOWN, PERSON_JOINED
from cities.actions.roles import ROLE_END_NOTES
from cities.queries.navigation import BELOW_TABS, NAVIGATION, OFFICE, TABS, BelowTab, Door, Tab
from cities.queries.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from cities.queries.places_waiting import HAS_PART, PLACES_WAITING
from cities.queries.scoped_roles import PERSON_PAGES, SCOPE_ROWS, ScopeRows
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from educities.accounts.actions.changes import VOID_KEYS
from educities.accounts.actions.second_step import RESEAL
from educities.accounts.queries import WAYS_IN
from educities.activity.actions.records import AFTER_RECORD
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.queries.person_names import PERSON_NAMES, PROFILE_NAMES
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from educities.tenancy.inspect import OWNERS_FUNCTIONS
from stakeholders import verbs
from stakeholders.actions.acts import ORGANISATION_ACTS, OrganisationAct, update_last_act
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.city_sign_in import reseal_sign_ins, void_links_since
from stakeholders.actions.commitments import REMINDED
from stakeholders.actions.joining import create_profile_on_join, is_age_known
from stakeholders.actions.merge_parts import MERGE_PARTS
from stakeholders.actions.merged_rows import PARTS
from stakeholders.actions.old_imports import forget_import_rows
from stakeholders.actions.representatives import decline_requests
from stakeholders.actions.strengths import refuse_claim
from stakeholders.models import (
    CitySignIn,
    Commitment,
    ImportRun,
    Organisation,
    Profile,
    ProfileMerge,
    Representation,
    Site,
)
from stakeholders.queries import has_part, list_places_waiting, represented_organisations, search, waiting
from stakeholders.queries.area_uses import AREA_USES, AreaUse, list_claims
from stakeholders.queries.city_sign_in import find_way_in
from stakeholders.queries.commitments import find_owing
from stakeholders.queries.entered_strengths import find_entered_claims
from stakeholders.queries.growth_areas import public_areas_context
from stakeholders.queries.managed import ENTRY_KINDS, EntryKind
from stakeholders.queries.visibility import sees_some_line
from stakeholders.rules import REPRESENTED_ORGANISATIONS, SEES_LINE
from stakeholders.texts import commitment_mails, import_mails, mails
from stakeholders.texts.areas import count_claims
from stakeholders.texts.kept_people import write_kept_notes
from stakeholders.texts.news_kinds import ORGANISATION_KINDS, PEOPLE_KINDS


def adult_display_names(users: Collection[int]) -> dict[int, str]:
    """How these accounts are called in the scope's city. A child is named nowhere; who has not said an age yet, whom the
    team typed in, is named to it."""
    return dict(Profile.objects.no_minors().filter(user_id__in=users).values_list("user_id", "display_name"))


def adult_pages(users: Collection[int]) -> dict[int, str]:
    """The pages about the grown-ups among these accounts. A child's is found by nobody."""
    people = Profile.objects.grown_up().filter(user_id__in=users).select_related("city").only("user_id", "city__slug")
    return {person.user_id: person.get_absolute_url() for person in people if person.user_id}


def adult_profile_names(profiles: Collection[int]) -> dict[int, str]:
    """How these profiles are called, as `adult_display_names` says it; an erased person is named nowhere."""
    rows = Profile.objects.no_minors().filter(pk__in=profiles).exclude(user__is_active=False)
    return dict(rows.values_list("pk", "display_name"))


ROLE_END_NOTES.register(write_kept_notes)
FORGETTERS.register(Forgetter("import_rows", forget_import_rows))
OWNERS_FUNCTIONS.register_each(("stakeholders_find_people", "stakeholders_find_similar"))
VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
find_standing = find_rows(Representation.objects.standing)
MAIL_KINDS.register(
    MailKind(verbs.REPRESENTATIVE_APPOINTED, mails.representative_mail, "organisations", find_current=find_standing)
)
MAIL_KINDS.register(
    MailKind(verbs.REPRESENTATIVE_CHANGED, mails.representation_changed, "organisations", find_current=find_standing)
)
MAIL_KINDS.register(MailKind(verbs.REPRESENTATIVE_ACCEPTED, folded=True))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_PROPOSED, folded=True))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_VERIFIED, mails.organisation_verified, "organisations"))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_REJECTED, mails.organisation_rejected, "organisations"))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_ARCHIVED, mails.organisation_archived, "organisations"))
MAIL_KINDS.register_each([*ORGANISATION_KINDS, *PEOPLE_KINDS])
MAIL_KINDS.register(
    MailKind(
        verbs.ORGANISATION_ASKED,
        commitment_mails.write_still_here_question,
        "organisations",
        answers=commitment_mails.list_still_here_links,
        find_current=find_rows(Organisation.objects.at_work),
    )
)
MAIL_KINDS.register(MailKind(verbs.COMMITMENT_PROMISED, folded=True))
MAIL_KINDS.register(MailKind(verbs.COMMITMENT_ENTERED, commitment_mails.commitment_entered, "organisations"))
MAIL_KINDS.register(MailKind(verbs.COMMITMENT_DELIVERED, folded=True))
MAIL_KINDS.register(MailKind(verbs.DELIVERY_CORRECTED, folded=True))
MAIL_KINDS.register(
    MailKind(
        verbs.COMMITMENT_REMINDED,
        commitment_mails.commitment_reminder,
        "organisations",
        at_once=True,
        gathers=True,
        find_current=find_rows(Commitment.objects.open),
    )
)
for rule in REMINDED:
    REMINDER_RULES.register(ReminderRule(rule, find_owing, verbs.COMMITMENT_REMINDED))
AFTER_RECORD.register(update_last_act)
for verb in (verbs.REPRESENTATIVE_ACCEPTED, verbs.ORGANISATION_STILL_HERE):
    ORGANISATION_ACTS.register(OrganisationAct(verb, lambda organisation: [organisation.pk]))
ORGANISATION_ACTS.register(
    OrganisationAct(verbs.ORGANISATION_CHANGED, lambda organisation: [organisation.pk], is_own=True)
)
for verb in (
    verbs.CLAIM_MADE,
    verbs.COMMITMENT_PROMISED,
    verbs.COMMITMENT_ENTERED,
    verbs.COMMITMENT_DELIVERED,
    verbs.SITE_ADDED,
):
    ORGANISATION_ACTS.register(OrganisationAct(verb, lambda row: [row.organisation_id]))
MAIL_KINDS.register(MailKind(verbs.GREW_UP, mails.grew_up))
# It stands on the day's page of all who may answer; a mail to each of the staff would be too much.
MAIL_KINDS.register(MailKind(verbs.MERGE_PROPOSED, folded=True))
# What a word of the vocabulary is called concerns many, and asks nothing of any of them.
MAIL_KINDS.register_each(
    MailKind(verb, folded=True) for verb in (verbs.AREA_MERGED, verbs.AREA_SPLIT, verbs.AREA_RETIRED)
)
MAIL_KINDS.register(MailKind(verbs.MERGE_ANSWERED, folded=True))
MAIL_KINDS.register_each(
    MailKind(verb, import_mails.write_import_news, "organisations", at_once=True)
    for verb in (
        verbs.IMPORT_CHECKED,
        verbs.SHEET_CHECKED,
        verbs.IMPORT_APPLIED,
        verbs.SHEET_APPLIED,
        verbs.IMPORT_FAILED,
        verbs.UNDO_FAILED,
    )
)
VOID_KEYS.register(void_links_since)
RESEAL.register(reseal_sign_ins)
WAYS_IN.register(find_way_in)
OFFICE.register(Tab("office", "city_sign_in", _("Sign-in"), "stakeholders.add_citysignin", 42, ("settings/sign-in",)))
STATE_TONES.register(Tones(CitySignIn, good="on", sun="ready"))
AGE_KNOWN.register(is_age_known)
PERSON_JOINED.register(create_profile_on_join)
PERSON_NAMES.register(adult_display_names)
BECAME_MINOR.register(decline_requests)
PLACES_WAITING.register(list_places_waiting)
HAS_PART.register(has_part)
PROFILE_NAMES.register(adult_profile_names)
PERSON_PAGES.register(adult_pages)
SCOPE_ROWS.register(ScopeRows("organisation", Organisation.objects.all))
REPRESENTED_ORGANISATIONS.register(represented_organisations)
SEES_LINE.register(sees_some_line)
CITY_PANELS.register(Panel("stakeholders/_panel.html", public_areas_context, order=60))
NAVIGATION.register(Door("network", _("Network"), "stakeholders.list_organisation", 50, "waypoints"))
TABS.register(
    Tab(
        "network",
        "organisations",
        _("Organisations"),
        "stakeholders.list_organisation",
        10,
        ("representations", "sheets"),
    )
)
TABS.register(Tab("network", "people", _("People"), "stakeholders.list_profile", 20))
TABS.register(
    Tab(
        "network",
        "kept_people",
        _("Profiles I keep"),
        "stakeholders.add_profile",
        25,
        ("people/kept", "people/twins", "merges"),
    )
)
BELOW_TABS.register(BelowTab("mine", ("take-over",)))
TABS.register(Tab("network", "resident_list", _("Residents"), "stakeholders.add_residentlist", 28, ("residents",)))
TABS.register(Tab("network", "commitments", _("Commitments"), "stakeholders.list_commitment", 25))
NAVIGATION.register(Door("learn", _("Strengths"), "cities.see_own_things_city", 80, "book-open"))
TABS.register(Tab("learn", "city_areas", _("Strengths"), "cities.see_areas_city", 10, ("strengths",)))
TABS.register(Tab("learn", "people", _("People"), "stakeholders.browse_profile", 20))
TABS.register(Tab("network", "city_areas", _("Strengths"), "cities.see_people_city", 30, ("strengths",)))
START_PAGES.register(StartPage("organisations", "cities.see_workplace_city", 30))
STATE_TONES.register(Tones(Organisation, sun="proposed", bad="rejected", quiet="verified active"))
STATE_TONES.register(Tones(Commitment, quiet="promised"))
STATE_TONES.register(Tones(Site, quiet="open"))
STATE_TONES.register(
    Tones(ImportRun, good="done", sun="checked", quiet="done reading applying undoing", bad="undone failed")
)
OWNERS_FUNCTIONS.register("stakeholders_due_imports")
SCOPES.register(Scope("stakeholders:read", _("read organisations and areas"), 10, ("stakeholders",)))
SCOPES.register(
    Scope("people:read", _("read what adults chose to show outside the city"), 15, ("stakeholders.profile",))
)
STATE_TONES.register(Tones(ProfileMerge, sun="proposed", quiet="merged"))
ENTRY_KINDS.register(EntryKind("claim", find_entered_claims, refuse_claim))
MERGE_PARTS.register_each(PARTS)
SCOPES.register(Scope("commitments:read", _("read what organisations promised and delivered"), 12))
SCOPES.register(Scope("sites:read", _("read schools, kindergartens, centres and workplaces"), 14))
WAITING.register_each([waiting.PROPOSED, waiting.UNKEPT, waiting.MERGES, waiting.OVERDUE])
SEARCH.register_each([search.PEOPLE, search.ORGANISATIONS, search.SITES, search.COMMITMENTS])
AREA_USES.register(AreaUse("claims", list_claims, count_claims, together=("profile_id", "organisation_id", "kind")))
