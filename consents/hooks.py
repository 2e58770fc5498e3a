"""What guardians and consents answer to apps below, and to their own questions."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.queries.coming import OWN_WAITING
from cities.queries.navigation import NAVIGATION, TABS, Door, Tab
from cities.queries.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from consents import verbs
from consents.actions import CONSENT_CHANGED, check_account, reminders
from consents.actions.erasure import erase_kept_person
from consents.actions.guardians import tell_guardians_of_keeper
from consents.actions.said_ages import check_age_known
from consents.actions.sharing import tell_of_sharing
from consents.actions.silence import forget_questions
from consents.models import Consent, GuardianLink
from consents.queries import answers_for, find_guardians, find_sharing, find_unshared, list_closed_wards
from consents.renderers.personal_data import render_json
from consents.texts import ending_mails, further_mails, leaving_mails, mails, school_mails
from consents.texts.account_data import ACCOUNT_SECTIONS
from consents.texts.consent_data import CONSENT_SECTIONS
from consents.texts.message_data import MESSAGE_SECTIONS
from consents.texts.people_data import PEOPLE_SECTIONS
from consents.texts.verification_data import VERIFICATION_SECTIONS
from consents.values import MY_PARTS, Part
from consents.values.personal_data import DATA_FORMATS, PERSONAL_DATA, DataFormat
from consents.views.leaving import offer_leaving
from consents.views.mine import (
    find_my_guardians,
    find_my_organisations,
    find_my_wards,
    list_own_waiting,
    speaks_for_some,
)
from consents.views.own_consents import find_own_consents
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.kit.tones import STATE_TONES, Tones
from stakeholders.actions import PROFILE_CHECKS
from stakeholders.actions.managed import CHILD_HANDED_OVER
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows
from stakeholders.actions.sheet_undo import REMOVE_KEPT
from stakeholders.queries.people_listed import HELPERS, SHARING, UNSHARED
from stakeholders.rules import GUARDIANS

# Of whom the mails about an answer are still true when they go out.
ANSWERED = find_rows(lambda: GuardianLink.objects.filter(state=GuardianLink.State.CONFIRMED))
MISTAKEN = find_rows(lambda: GuardianLink.objects.filter(state=GuardianLink.State.MISTAKEN))
CLOSED_WARDS = find_rows(list_closed_wards)

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
MAIL_KINDS.register(
    MailKind(verbs.WARD_CONSENTS_CHANGED, mails.ward_consents_changed, settles=True, find_current=ANSWERED)
)
MAIL_KINDS.register(MailKind(verbs.WARD_ANSWERED, mails.guardian_answered, find_current=ANSWERED))
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_INVITED, further_mails.ask_named_guardian))
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_REMINDED, further_mails.guardian_reminded))
for rule in reminders.REMINDED_AFTER:
    REMINDER_RULES.register(
        ReminderRule(rule, reminders.find_silent_guardian, verbs.GUARDIAN_REMINDED, reminders.build_reminder_payload)
    )
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_CONFIRMED, mails.guardian_answered, find_current=ANSWERED))
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_MISTAKEN, mails.guardian_mistaken, find_current=MISTAKEN))
MAIL_KINDS.register(MailKind(verbs.CHILD_ASKS, mails.child_asks))
MAIL_KINDS.register(MailKind(verbs.CONSENTS_CHANGED, mails.consents_changed, settles=True))
MAIL_KINDS.register(MailKind(verbs.WARD_ERASED, further_mails.ward_erased, find_current=CLOSED_WARDS))
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_ENDED, further_mails.guardian_ended))
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_FOUND, further_mails.guardian_found))
MAIL_KINDS.register(MailKind(verbs.CAME_OF_AGE, mails.came_of_age))
MAIL_KINDS.register(MailKind(verbs.CHILD_CLOSED, mails.child_closed, tells_of_closing=True))
MAIL_KINDS.register(MailKind(verbs.CHILD_OPENED, mails.child_opened))
MAIL_KINDS.register(MailKind(verbs.RENEWAL_ASKED, ending_mails.ask_to_renew, find_current=ANSWERED))
MAIL_KINDS.register(MailKind(verbs.WARD_RENEWAL_AWAITED, ending_mails.tell_ward_of_renewal))
MAIL_KINDS.register(MailKind(verbs.OWN_RENEWAL_ASKED, ending_mails.ask_to_renew_own))
MAIL_KINDS.register(MailKind(verbs.ENTERED_FOR_YOU, ending_mails.tell_of_entry, find_current=ANSWERED))
MAIL_KINDS.register(
    news_kind(
        verbs.WARD_HANDED_OVER,
        _("Go to my child’s page"),
        then=_("This person reads your child’s profile and may write in it. If that is wrong, tell the director."),
        find_current=ANSWERED,
        part=NewsPart(_("You get this email because you are parent or guardian of a child in this city.")),
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.KEPT_ERASED,
        _("Go to my page"),
        then=_("You no longer enter things for this person. What others read of them stays, without the name."),
        part=NewsPart(_("You get this email because you kept this profile for someone else, in %(city)s.")),
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.ADULT_PART_HELD,
        _("Go to the person’s page"),
        then=_(
            "Nothing was changed. End the role, the representation or what the person keeps for others, or talk to them; then "
            "they can answer again."
        ),
        part=NewsPart(_("You get this email because you are education director of %(city)s.")),
    )
)
for verb in (verbs.ENTRY_CORRECTED, verbs.ENTERED_ADDRESS_WRONG):
    MAIL_KINDS.register(
        news_kind(
            verb,
            _("Go to the city’s page"),
            then=_("Look at the consents of the cohort, and talk to the adult if something is not clear."),
            part=NewsPart(_("You get this email because you entered a signed form in %(city)s.")),
        )
    )
MAIL_KINDS.register(MailKind(verbs.GUARDIAN_VOUCHED, school_mails.guardian_vouched))
MAIL_KINDS.register(MailKind(verbs.WARD_VOUCHED, school_mails.ward_vouched))
MAIL_KINDS.register(
    news_kind(
        verbs.GUARDIAN_GONE,
        _("See who is responsible"),
        then=_(
            "Their consents for the child no longer count. Other adults who are responsible go on; if there are none, "
            "another adult can be asked on the child’s page “My activity”."
        ),
        part=NewsPart(
            _("You get this email because this adult was responsible for you, or for a child of yours, in %(city)s.")
        ),
    )
)
MAIL_KINDS.register(MailKind(verbs.CITY_LEFT, leaving_mails.city_left, forgets_reader=True))
MAIL_KINDS.register(MailKind(verbs.ACCOUNT_ERASED, leaving_mails.account_erased, forgets_reader=True))
MAIL_KINDS.register(
    news_kind(
        verbs.DUTY_FREED,
        _("Go to the roles"),
        then=_("The role has ended. Invite someone else where it is still needed."),
        part=NewsPart(_("You get this email because you are education director of %(city)s.")),
    )
)
PROFILE_CHECKS.register(check_account)
PROFILE_CHECKS.register(check_age_known)
GUARDIANS.register(answers_for)
FORGETTERS.register(Forgetter("guardian_questions", forget_questions))
CHILD_HANDED_OVER.register(tell_guardians_of_keeper)
REMOVE_KEPT.register(lambda person, actor, reason: erase_kept_person(person, actor=actor, reason=reason))
HELPERS.register(find_guardians)
UNSHARED.register(find_unshared)
SHARING.register(find_sharing)
CONSENT_CHANGED.register(tell_of_sharing)
NAVIGATION.register(Door("mine", _("My activity"), "cities.see_own_things_city", 70, "user-round"))
TABS.register(
    Tab("mine", "mine", _("My activity"), "", 10, ("me", "my-age", "people", "inbox", "wards", "ask-guardian"))
)
TABS.register(Tab("mine", "my_data", _("What the city knows"), "", 90))
CITY_PANELS.register(Panel("consents/_panel_leave.html", offer_leaving, order=5))
START_PAGES.register(StartPage("mine", "", 40))
STATE_TONES.register(Tones(Consent, bad="refused expired withdrawn", quiet="given"))
STATE_TONES.register(Tones(GuardianLink, bad="refused expired", quiet="confirmed"))
OWN_WAITING.register(list_own_waiting)
MY_PARTS.register(Part("consents/_my_guardians.html", find_my_guardians, order=20))
MY_PARTS.register(Part("consents/_my_organisations.html", find_my_organisations, 35, speaks_for_some))
MY_PARTS.register(Part("consents/_my_wards.html", find_my_wards, order=40))
PERSONAL_DATA.register_each(
    [*PEOPLE_SECTIONS, *CONSENT_SECTIONS, *VERIFICATION_SECTIONS, *ACCOUNT_SECTIONS, *MESSAGE_SECTIONS]
)
DATA_FORMATS.register(DataFormat("json", _("JSON, for programs"), "application/json", render_json))
MY_PARTS.register(Part("consents/_my_consents.html", find_own_consents, order=90))
MERGE_PARTS.register(move_rows(GuardianLink, "guardian", same=("minor",)))
MERGE_PARTS.register(move_rows(GuardianLink, "minor", same=("guardian_email",)))
MERGE_PARTS.register(move_rows(Consent, "subject", same=("purpose",), among=Q(state__in=("requested", "given"))))
