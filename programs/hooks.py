"""What programs answer to apps below."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import NAVIGATION, TABS, Door, Tab
from cities.queries.panels import START_PAGES, StartPage
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.records import AFTER_RECORD
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.lists import words_hold
from educities.kit.tones import STATE_TONES, Tones
from educities.tenancy.inspect import OWNERS_FUNCTIONS
from meetings.models import Session
from programs import texts, verbs
from programs.actions.calendar_links import leave_calendar
from programs.actions.endings import void_end_request
from programs.actions.figure_files import apply_figures, undo_figures
from programs.actions.figure_trials import read_file
from programs.actions.late_milestones import OWNER_PEOPLE, find_role_people
from programs.actions.suspensions import PROGRAM_SHIFTED, shift_intakes
from programs.models import (
    Indicator,
    IndicatorValue,
    Milestone,
    MilestoneOverride,
    Program,
    ProgramYear,
    ValueRevision,
    YearReview,
)
from programs.queries import (
    contract,
    contract_waiting,
    figures_back,
    handover_kinds,
    list_due,
    name_program_years,
    review_lines,
    review_waiting,
    revisions_waiting,
    search,
    waiting,
)
from programs.texts import ending_mails, figure_kinds, mails
from programs.texts.personal_data import PERSONAL_SECTIONS
from programs.values.evidence import EVIDENCE, EvidenceKind
from programs.values.handover import HANDOVER
from programs.values.reviews import REVIEW_PARTS, ReviewPart
from stakeholders.queries.commitments import PROGRAM_YEARS
from stakeholders.values.import_kinds import FIGURES, IMPORT_KINDS, NATIONAL, ImportKind

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
MAIL_KINDS.register_each(figure_kinds.KINDS)
LEADS = NewsPart(_("You get this email because you lead %(city)s or accompany it."))
ASKS = NewsPart(_("You get this email because you asked for this override or decide on it."))
REVIEWS = NewsPart(_("You get this email because you have submitted this review."))
MAIL_KINDS.register(
    news_kind(
        verbs.PROGRAM_TERMINATED,
        _("See the five-year program"),
        "figures",
        then=_("Its years, milestones and figures stay as they are and can be read. Nothing in them can be changed."),
        part=LEADS,
    )
)
MAIL_KINDS.register(
    MailKind(
        verbs.END_REQUESTED,
        ending_mails.end_requested,
        "figures",
        find_current=find_rows(lambda: Program.objects.signed().filter(end_requested_at__isnull=False)),
    )
)
for verb, then in (
    (verbs.END_DECLINED, _("The program goes on. It can be asked again.")),
    (verbs.END_REQUEST_WITHDRAWN, _("Nobody has to answer any more. The program goes on.")),
    (
        verbs.END_REQUEST_VOIDED,
        _("The program goes on. To end it, ask again about the program as it is now."),
    ),
):
    MAIL_KINDS.register(news_kind(verb, _("See the five-year program"), "figures", then=then, part=LEADS))
MAIL_KINDS.register(
    MailKind(
        verbs.FIGURE_DUE,
        mails.figures_due,
        "figures",
        find_current=find_rows(lambda: Indicator.objects.filter(pk__in=list_due())),
        gathers=True,
    )
)
# What asks for an act is true until it is done.
WANTED = {
    verbs.PROGRAM_HALF_SIGNED: contract.find_half_signed,
    verbs.SIGNATURES_VOIDED: contract.find_unsigned,
    verbs.REVIEW_RETURNED: find_rows(lambda: YearReview.objects.filter(state=YearReview.State.DRAFT)),
}
for verb, then in (
    (verbs.PROGRAM_HALF_SIGNED, _("The city stands by the five years once the other side has signed too.")),
    (verbs.SIGNATURES_VOIDED, _("Nobody has signed it as it is now. Its history says what was changed.")),
    (verbs.PROGRAM_SIGNED, _("Both sides have signed. Labs can be launched, and the dates of the five years hold.")),
    (
        verbs.PROGRAM_SUSPENDED,
        _(
            "Nothing becomes overdue while the program is suspended. When it goes on, what follows is later by the same days."
        ),
    ),
    (
        verbs.PROGRAM_RESUMED,
        _("The years and milestones that follow have new days. What was planned first stays visible."),
    ),
    (verbs.PROGRAM_RESUMED_AT_ONCE, _("It rested for less than a day, so all dates are as they were.")),
):
    button = _("See the five-year program")
    MAIL_KINDS.register(news_kind(verb, button, "figures", then=then, part=LEADS, find_current=WANTED.get(verb)))
for verb, then in (
    (verbs.MILESTONE_OVERRIDE_GRANTED, _("The milestone is reached. Its page says by whose word.")),
    (verbs.MILESTONE_OVERRIDE_REFUSED, _("The milestone stays as it is. A record can still show that it is reached.")),
    (verbs.MILESTONE_OVERRIDE_WITHDRAWN, _("Nobody has to decide any more.")),
):
    MAIL_KINDS.register(news_kind(verb, _("See the milestone"), "figures", then=then, part=ASKS))
MAIL_KINDS.register(
    MailKind(
        verbs.MILESTONE_OVERRIDE_REQUESTED,
        mails.override_requested,
        "figures",
        find_current=find_rows(lambda: MilestoneOverride.objects.filter(state=MilestoneOverride.State.REQUESTED)),
    )
)
MAIL_KINDS.register(
    MailKind(
        verbs.MILESTONE_LATE,
        mails.milestones_late,
        "figures",
        find_current=find_rows(
            lambda: Milestone.objects.filter(state__in=[Milestone.State.PLANNED, Milestone.State.AT_RISK])
        ),
        gathers=True,
    )
)
for verb, then in (
    (verbs.REVIEW_RETURNED, _("It is a draft. Write what is missing and submit it again.")),
    (
        verbs.REVIEW_CONFIRMED,
        _("It stays as it is, as PDF in three languages too. The year can be closed once it is over."),
    ),
):
    MAIL_KINDS.register(
        news_kind(verb, _("See the review"), "figures", then=then, part=REVIEWS, find_current=WANTED.get(verb))
    )
MAIL_KINDS.register(
    MailKind(
        verbs.REVIEW_SUBMITTED,
        mails.review_submitted,
        "figures",
        find_current=find_rows(lambda: YearReview.objects.filter(state=YearReview.State.SUBMITTED)),
    )
)
AFTER_RECORD.register(void_end_request)
PROGRAM_SHIFTED.register(shift_intakes)
OWNER_PEOPLE.register(find_role_people)
NAVIGATION.register(Door("program", _("Five-year program"), "programs.view_program", 20, "route"))
TABS.register(Tab("program", "program", _("The five-year program"), "programs.view_program", 10))
TABS.register(Tab("program", "indicators", _("Indicators"), "programs.view_program", 20))
START_PAGES.register(StartPage("program", "programs.view_program", 35))
STATE_TONES.register(Tones(Program, good="signed sustaining", sun="proposed suspended", quiet="active"))
STATE_TONES.register(Tones(ProgramYear, sun="in_review", quiet="open upcoming"))
STATE_TONES.register(Tones(Milestone, good="reached", sun="at_risk", bad="missed", quiet="planned reached"))
STATE_TONES.register(Tones(IndicatorValue, good="confirmed", sun="submitted", quiet="confirmed"))
STATE_TONES.register(Tones(ValueRevision, good="confirmed", sun="waiting"))
SCOPES.register(
    Scope(
        "indicators:read",
        _(
            "read indicators, their figures, break-downs, national averages and notes, and the five-year program with its years, "
            "milestones and year reviews"
        ),
        40,
        ("programs",),
    )
)
SCOPES.register(Scope("indicators:write", _("enter figures of indicators as drafts"), 50))
OWNERS_FUNCTIONS.register("programs_five_years")
# Meetings lie below and know no milestones.
EVIDENCE.register(
    EvidenceKind(
        "session",
        _("Session"),
        lambda: Session.objects.order_by("-starts_at", "-id"),
        offered=Q(state=Session.State.RECORDED),
        find=lambda text: words_hold(text, "title"),
        name=texts.name_session,
        order=30,
    )
)
EVIDENCE.register(
    EvidenceKind(
        "figure",
        _("Confirmed figure"),
        lambda: IndicatorValue.objects.select_related("indicator").order_by("-period", "-id"),
        # What was measured: a target is a hope, and the national average is not the city's.
        offered=Q(
            state=IndicatorValue.State.CONFIRMED,
            series__in=(IndicatorValue.Series.ACTUAL, IndicatorValue.Series.BASELINE),
        ),
        find=lambda text: words_hold(text, "indicator__name"),
        name=texts.name_figure,
        url=lambda row: row.indicator.get_absolute_url(),
        order=70,
    )
)
EVIDENCE.register(
    EvidenceKind(
        "program",
        _("Five-year program"),
        Program.objects.all,
        offered=Q(signed_at__isnull=False),
        find=lambda text: (
            Q(starts_on__year=int(text)) if text.isascii() and text.isdecimal() and len(text) == 4 else Q(pk=0)
        ),
        order=5,
    )
)
EVIDENCE.register(
    EvidenceKind(
        "review",
        _("Review of a program year"),
        lambda: YearReview.objects.defer("facts", "pictures").select_related("year").order_by("-confirmed_on", "-pk"),
        offered=Q(state=YearReview.State.CONFIRMED),
        find=lambda text: Q(year__number=int(text)) if text in tuple("12345") else Q(pk=0),
        order=8,
    )
)
REVIEW_PARTS.register_each(
    [
        ReviewPart("milestones", _("Milestones"), review_lines.list_milestone_lines, 10),
        ReviewPart("indicators", _("Indicators"), review_lines.list_indicator_lines, 15),
        ReviewPart("suspensions", _("Suspensions"), review_lines.list_suspension_lines, 90),
    ]
)
ERASURE.register(leave_calendar)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
HANDOVER.register_each(handover_kinds.KINDS)
OWNERS_FUNCTIONS.register("programs_due_reviews")
STATE_TONES.register(Tones(YearReview, sun="draft submitted", good="confirmed"))
IMPORT_KINDS.register(ImportKind(FIGURES, "figure_file", read_file, apply_figures, undo_figures))
IMPORT_KINDS.register(ImportKind(NATIONAL, "national_file", read_file, apply_figures, undo_figures))
PROGRAM_YEARS.register(name_program_years)
WAITING.register_each([waiting.SUBMITTED, waiting.BREAKDOWNS, waiting.ENTERED, waiting.DUE])
WAITING.register_each([revisions_waiting.REVISIONS, revisions_waiting.REMOVALS])
WAITING.register_each(
    [contract_waiting.PROPOSED, contract_waiting.END_REQUESTED, contract_waiting.LATE, contract_waiting.OVERRIDE_LINES]
)
WAITING.register(contract_waiting.UNSAID)
WAITING.register_each([figures_back.FIGURES_BACK, figures_back.BREAKDOWNS_BACK, figures_back.REVIEWS_BACK])
WAITING.register_each([review_waiting.YEAR_OVER, review_waiting.TO_CONFIRM, contract_waiting.HANDOVER_OPEN])
SEARCH.register_each([search.MILESTONES, search.INDICATORS])
