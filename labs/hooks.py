"""What labs answer to apps below, and to their own questions."""

from operator import attrgetter

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.actions.invitations import PERSON_JOINED
from cities.actions.roles import ROLE_BLOCKERS
from cities.queries.coming import COMING
from cities.queries.navigation import BELOW_TABS, NAVIGATION, TABS, BelowTab, Door, Tab
from cities.queries.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from cities.queries.places_waiting import HAS_PART, PLACES_WAITING
from cities.queries.scoped_roles import SCOPE_ROWS, ScopeRows
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.actions import ANSWERS_ALONE, CONSENT_CHANGED
from consents.actions.school_guardians import PUPILS
from consents.queries import CHILD_INVITATIONS, CHILD_LOSSES, CHILD_PLACES
from consents.values import CHILD_PARTS, MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from forum.values import AGENDA
from labs import rules, verbs
from labs.actions.cohorts import check_working
from labs.actions.labs import (
    archive_blocker,
    create_seat_after_invitation,
    leave_labs,
    list_archive_effects,
    list_archive_readers,
    list_representation_effects,
)
from labs.actions.members import leave_cohorts, refuse_seat, resume_seats, update_seats
from labs.actions.merging import PARTS
from labs.actions.overrides import notify_new_decider
from labs.models import Cohort, CohortMember, Lab, Override
from labs.models.cohorts import Stage
from labs.queries import count_waiting_overrides, five_years, list_cohort_seats, list_labs_of, search, waiting
from labs.queries.agenda import AGENDA_KINDS
from labs.queries.circles import find_circles
from labs.queries.coming import list_coming_sessions
from labs.queries.entered_seats import find_entered_seats
from labs.queries.facilitators import lab_losing_last_facilitator
from labs.queries.gates import cohorts as cohort_rules
from labs.queries.gates import labs as lab_rules
from labs.queries.gates import list_unmet_before
from labs.queries.guardian_waits import find_invitation_to
from labs.queries.panels import (
    find_childs_cohorts,
    find_my_cohorts,
    has_part,
    launched_labs,
    list_losses,
    list_places,
    list_places_waiting,
)
from labs.queries.participation import (
    cohort_names,
    find_members,
    find_people_of_cohort,
    find_pupils,
    find_seated,
    list_cohort_choices,
    list_organisations_there,
)
from labs.queries.parts import list_own_members, list_session_tabs, list_sessions
from labs.queries.ribbon import find_cohort_lanes
from labs.queries.steps import find_session_step
from labs.rules import COHORT_SEATS, LAB_SEATS
from labs.texts import mails, news_kinds, override_mails, place_mails
from labs.texts.personal_data import PERSONAL_SECTIONS
from labs.values import COHORT_PARTS, GATE_RULES, CohortPart, FixPage, GateRule
from meetings.values import GROUP_KINDS, GroupKind
from meetings.verbs import SESSION_RECORDED
from programs.values.evidence import EVIDENCE
from programs.values.handover import HANDOVER
from programs.values.reviews import REVIEW_PARTS
from programs.values.ribbon import RIBBON_LANES
from stakeholders.actions import ARCHIVE_BLOCKERS, ARCHIVE_EFFECTS, ARCHIVE_READERS
from stakeholders.actions.acts import ORGANISATION_ACTS, OrganisationAct
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS
from stakeholders.actions.representatives import REPRESENTATION_EFFECTS
from stakeholders.queries.managed import ENTRY_KINDS, EntryKind
from stakeholders.queries.people_found import PEOPLE_GROUPS, PeopleGroup
from stakeholders.queries.people_listed import PARTAKERS
from stakeholders.queries.people_rows import PARTICIPATION
from stakeholders.queries.visibility import CIRCLES

COHORTS = ("cohorts", "sessions", "members")
SEATS = FixPage("lab", _("Seats"), verb=_("Add a representative"))
FRAME = FixPage("change_lab", _("Complete the lab"), verb=_("Complete the lab"))
COHORT = FixPage("cohort", _("Cohort"))
MEMBERS = FixPage("cohort_members", _("Members"), verb=_("Write down strengths"))
SESSIONS = FixPage("sessions", _("Sessions"), verb=_("Plan a session"))
# Pages of apps below, which know nothing of gates.
PROGRAM = FixPage("program", _("Five-year program"), is_of_city=True, verb=_("See the five-year program"))
INDICATORS = FixPage("indicators", _("Indicators"), is_of_city=True)

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
MAIL_KINDS.register_each(news_kinds.KINDS)
MAIL_KINDS.register(MailKind(verbs.SEAT_GIVEN, mails.seat_given, "cohorts"))
MAIL_KINDS.register(MailKind(verbs.LAB_LAUNCHED, mails.lab_launched, "cohorts"))
for verb in (verbs.COHORT_MOVED, verbs.COHORT_SUSPENDED, verbs.COHORT_CANCELLED, verbs.COHORT_COMPLETED):
    MAIL_KINDS.register(MailKind(verb, mails.cohort_moved, "cohorts"))
MAIL_KINDS.register(MailKind(verbs.STAGE_MOVED, mails.stage_moved, "cohorts"))
MAIL_KINDS.register(MailKind(verbs.STAGE_RETURNED, mails.stage_returned, "cohorts"))
MAIL_KINDS.register(
    MailKind(
        verbs.MEMBER_INVITED,
        mails.member_invited,
        "invitations",
        find_current=find_rows(
            lambda: Cohort.objects.exclude(state__in=(Cohort.State.COMPLETED, Cohort.State.CANCELLED))
        ),
    )
)
MAIL_KINDS.register(MailKind(verbs.MEMBER_ADDED, mails.member_added, "cohorts"))
# Their subjects name who answered, and the weekly email names nobody.
MAIL_KINDS.register_each(
    MailKind(verb, place_mails.places_answered, "cohorts", settles=True, at_once=True, joins=verbs.ANSWERS)
    for verb in verbs.ANSWERS
)
MAIL_KINDS.register(MailKind(verbs.MEMBER_REMOVED, mails.member_removed, "cohorts"))
MAIL_KINDS.register_each(
    MailKind(
        verb,
        override_mails.override_requested,
        "overrides",
        find_current=find_rows(lambda: Override.objects.filter(state=Override.State.REQUESTED)),
    )
    for verb in (verbs.OVERRIDE_REQUESTED, verbs.OVERRIDE_WAITS)
)
MAIL_KINDS.register(MailKind(verbs.OVERRIDE_GRANTED, override_mails.override_granted, "overrides"))
MAIL_KINDS.register(MailKind(verbs.OVERRIDE_REFUSED, override_mails.override_refused, "overrides"))
MAIL_KINDS.register(MailKind(verbs.OVERRIDE_RESOLVED, folded=True))
MAIL_KINDS.register(MailKind(verbs.OVERRIDE_EXPIRED, override_mails.override_expired, "overrides"))
PERSON_JOINED.register(notify_new_decider)
PERSON_JOINED.register(create_seat_after_invitation)
CONSENT_CHANGED.register(update_seats)
ERASURE.register(leave_cohorts)
BECAME_MINOR.register(leave_labs)
CHILD_LOSSES.register(list_losses)
CHILD_PLACES.register(list_places)
CHILD_PARTS.register(Part("labs/_childs_part.html", find_childs_cohorts, order=20))
CHILD_INVITATIONS.register(find_invitation_to)
ANSWERS_ALONE.register(resume_seats)
MY_PARTS.register(Part("labs/_my_cohorts.html", find_my_cohorts, order=30))
ROLE_BLOCKERS.register(lab_losing_last_facilitator)
ORGANISATION_ACTS.register(OrganisationAct(SESSION_RECORDED, list_organisations_there))
ARCHIVE_BLOCKERS.register(archive_blocker)
ARCHIVE_EFFECTS.register(list_archive_effects)
ARCHIVE_READERS.register(list_archive_readers)
REPRESENTATION_EFFECTS.register(list_representation_effects)
PARTICIPATION.register(cohort_names)
CIRCLES.register(find_circles)
PLACES_WAITING.register(list_places_waiting)
HAS_PART.register(has_part)
SCOPE_ROWS.register(ScopeRows("lab", Lab.objects.all))
PUPILS.register(find_pupils)
PARTAKERS.register_each([find_members, find_seated])
PEOPLE_GROUPS.register(PeopleGroup("cohort", _("Cohort"), list_cohort_choices, find_people_of_cohort))
CITY_PANELS.register(Panel("labs/_panel.html", launched_labs, order=40))
NAVIGATION.register(Door("labs", _("Labs"), "cities.see_dashboard_city", 30, "flask-conical"))
NAVIGATION.register(Door("labs", _("Cohorts"), "labs.guide_cohort", 31, "flask-conical"))
NAVIGATION.register(Door("labs", _("Labs"), "labs.list_lab", 32, "flask-conical"))
TABS.register(Tab("labs", "board", _("Board"), "labs.list_cohort", 10, COHORTS))
TABS.register(Tab("labs", "cohorts", _("All cohorts"), "labs.list_cohort", 15))
TABS.register(Tab("labs", "labs", _("Labs"), "labs.list_lab", 20))
TABS.register(Tab("labs", "overrides", _("Overrides"), "labs.list_cohort", 30, count_rows=count_waiting_overrides))
BELOW_TABS.register(BelowTab("mine", ("cohorts", "members")))
START_PAGES.register(StartPage("board", "labs.list_cohort", 20))
STATE_TONES.register_each([Tones(Lab, quiet="launched"), Tones(Cohort, quiet="running")])
STATE_TONES.register(Tones(CohortMember, quiet="active", bad="withdrawn removed"))
STATE_TONES.register(
    Tones(Override, good="resolved", sun="requested", bad="refused expired", quiet="granted withdrawn")
)
SCOPES.register(Scope("labs:read", _("read cohorts"), 20, ("labs", "meetings", "journeys")))
COHORT_SEATS.register(list_cohort_seats)
LAB_SEATS.register(list_labs_of)
COMING.register(list_coming_sessions)

COHORT_PARTS.register(CohortPart(10, MEMBERS.url_name, MEMBERS.label, list_own_members))
COHORT_PARTS.register(CohortPart(20, SESSIONS.url_name, SESSIONS.label, list_sessions))

for rule in (
    GateRule(
        "L1",
        _("Each of the four sectors has an organisation with a representative who accepted"),
        SEATS,
        lab_rules.of_each(lab_rules.four_sectors),
        missing=_("an organisation of each of the four sectors, with a representative who accepted"),
    ),
    GateRule(
        "L2",
        _("A question, a host organisation, a facilitator with a second sign-in step, a date for the first session"),
        FRAME,
        lab_rules.of_each(lab_rules.check_lab_setup),
        missing=_(
            "a complete basis (question, host organisation, facilitator with a second sign-in step, date of the first session)"
        ),
    ),
    GateRule(
        "L3",
        _("The city’s five-year program is signed"),
        PROGRAM,
        lab_rules.of_each(lab_rules.program_signed),
        missing=_("a signature under the city’s five-year program"),
    ),
    GateRule(
        "G11",
        _("At least four in five members have named a strength and a growth area"),
        MEMBERS,
        cohort_rules.members_with_claims,
        missing=_("a strength and a growth area of at least four in five members"),
    ),
    GateRule(
        "G13",
        _("All four sectors were there in at least two recorded sessions"),
        SESSIONS,
        cohort_rules.sessions_of_four,
        find_session_step,
        missing=_("at least two recorded sessions with all four sectors"),
    ),
    GateRule("G14", _("The charter is agreed by two thirds of the members"), COHORT),
    GateRule("G21", _("Three challenges are examined, with evidence and residents’ words"), COHORT),
    GateRule("G25", _("The report-back was held and three in five members were there"), SESSIONS),
    GateRule(
        "G35", _("An indicator of the whole city has a baseline, five targets and a national average"), INDICATORS
    ),
    GateRule("G42", _("A library entry is submitted and says what did not work"), COHORT),
    GateRule("G43", _("Every member had an exit conversation"), MEMBERS),
):
    GATE_RULES.register(rule)
GROUP_KINDS.register(
    GroupKind(
        key="cohort",
        seats=lambda: CohortMember.objects.annotate(group_id=F("cohort__group_id")),
        leads=rules.leads_along,
        corrects=rules.leads,
        takes_part=rules.takes_part,
        goes_along=rules.goes_along,
        had_a_seat=rules.had_a_seat,
        check_working=check_working,
        stage=attrgetter("stage"),
        stages=dict(Stage.choices),
        sessions_url="sessions",
        new_session_url="new_session",
        join_url="join_cohort",
        list_unmet=list_unmet_before,
        last_day=attrgetter("ends_on"),
        list_tabs=list_session_tabs,
        tabs_label=_("Pages of the cohort"),
        own_name=_("your cohort “%(cohort)s”"),
        membership=_("you are a member of the cohort “%(cohort)s”"),
        members=pgettext_lazy("of a cohort", "the members"),
        while_paused=_("The cohort is paused: the session takes place only if it has resumed by then."),
    )
)
EVIDENCE.register_each(five_years.EVIDENCE_KINDS)
REVIEW_PARTS.register_each(five_years.REVIEW_LINES)
HANDOVER.register(five_years.CARRIED)
WAITING.register_each([waiting.ASKED, waiting.EXPIRED, waiting.READY, waiting.CONSENTS, waiting.UNRECORDED])
RIBBON_LANES.register(find_cohort_lanes)
AGENDA.register_each(AGENDA_KINDS)
SEARCH.register_each([search.LABS, search.COHORTS])
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register_each(PARTS)
ENTRY_KINDS.register(EntryKind("seat", find_entered_seats, refuse_seat))
