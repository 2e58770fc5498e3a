"""What the accelerator answers to the questions of the apps below."""

from operator import attrgetter

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accelerator import rules, verbs
from accelerator.actions.credentials import reseal_keys
from accelerator.actions.intakes import check_working
from accelerator.actions.leaving import leave_accelerators
from accelerator.actions.shifts import shift_accelerators
from accelerator.models import Accelerator, Credential, Enrolment, Leader
from accelerator.queries import list_led, list_places
from accelerator.queries.calls import find_open_calls
from accelerator.queries.lists import list_session_tabs
from accelerator.queries.mine import find_my_training, has_training
from accelerator.queries.search import INTAKES
from accelerator.queries.waiting import ENROL, FIRST_YEAR, GRADUATION, PAIRS, UNRECORDED, VISITS
from accelerator.rules import LED_ACCELERATORS, PLACES
from accelerator.texts import mails
from accelerator.texts.leaving import list_losses
from accelerator.texts.personal_data import PERSONAL_SECTIONS
from accelerator.texts.personal_portfolio import PORTFOLIO_SECTIONS
from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from cities.queries.panels import CITY_PANELS, Panel
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.queries import CHILD_LOSSES
from consents.values import MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.accounts.actions.second_step import RESEAL
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, UNTOLD, Scope
from educities.kit.lists import words_hold
from educities.kit.tones import STATE_TONES, Tones
from educities.tenancy.inspect import OWNERS_FUNCTIONS
from meetings.values import GROUP_KINDS, GroupKind
from programs.actions.suspensions import PROGRAM_SHIFTED
from programs.values.evidence import EVIDENCE, EvidenceKind
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows

TOPIC = "cohorts"

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
LED_ACCELERATORS.register(list_led)
PLACES.register(list_places)
ERASURE.register(leave_accelerators)
CHILD_LOSSES.register(list_losses)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
PERSONAL_DATA.register_each(PORTFOLIO_SECTIONS)
MERGE_PARTS.register(move_rows(Enrolment, "profile", same=("accelerator",)))
MERGE_PARTS.register(move_rows(Leader, "profile", same=("accelerator",)))
MY_PARTS.register(Part("accelerator/_my_training.html", find_my_training, 27, has_training))
TABS.register(Tab("program", "accelerators", _("Teacher accelerator"), "accelerator.list_accelerator", 30))
TABS.register(Tab("mine", "teacher_training", _("Teacher accelerator"), "accelerator.browse_accelerator", 30))
BELOW_TABS.register(BelowTab("mine", ("accelerator",)))
STATE_TONES.register(
    Tones(
        Enrolment, good="graduated", sun="applied head_approved deferred", quiet="enrolled year1_done", bad="declined"
    )
)
WAITING.register_each([ENROL, FIRST_YEAR, GRADUATION, UNRECORDED, PAIRS, VISITS])
SEARCH.register(INTAKES)
CITY_PANELS.register(Panel("accelerator/_panel.html", find_open_calls, order=30))
PROGRAM_SHIFTED.register(shift_accelerators)
SCOPES.register(
    Scope(
        "accelerator:read",
        _("read intakes of the teacher accelerator: dates, places and how many teachers"),
        42,
        ("accelerator",),
    )
)
# Whoever counted the events of places would know how many applied, were declined or graduated, be it one.
UNTOLD.register_each(["accelerator.enrolment", "accelerator.credential"])
RESEAL.register(reseal_keys)
STATE_TONES.register(Tones(Credential, good="valid", bad="revoked"))
OWNERS_FUNCTIONS.register("accelerator_four_terms")
GROUP_KINDS.register(
    GroupKind(
        key="accelerator",
        seats=lambda: Enrolment.objects.annotate(group_id=F("accelerator__group_id")),
        leads=rules.leads_sessions,
        corrects=rules.leads_sessions,
        takes_part=rules.takes_part,
        goes_along=rules.goes_along,
        had_a_seat=rules.had_a_place,
        check_working=check_working,
        stage=lambda _row: None,
        stages={},
        sessions_url="accelerator_sessions",
        new_session_url="new_accelerator_session",
        join_url="enrolment",
        list_unmet=lambda _row: [],
        last_day=attrgetter("intake.ends_on"),
        list_tabs=list_session_tabs,
        tabs_label=_("Pages of the intake"),
        own_name=_("your intake “%(cohort)s”"),
        membership=_("you take part in the intake “%(cohort)s”"),
        members=_("the teachers of the intake"),
        counts_sectors=False,
    )
)
MAIL_KINDS.register(
    MailKind(
        verbs.HEAD_ASKED,
        mails.ask_head,
        find_current=find_rows(lambda: Enrolment.objects.filter(state=Enrolment.State.APPLIED)),
    )
)
EVIDENCE.register(
    EvidenceKind(
        "intake",
        _("Intake of the teacher accelerator"),
        lambda: Accelerator.objects.select_related("intake"),
        offered=Q(places_taken__gt=0),
        find=lambda text: words_hold(text, "name"),
        order=33,
    )
)
EVIDENCE.register(
    EvidenceKind(
        "credential",
        _("Credential"),
        lambda: Credential.objects.select_related("enrolment__accelerator"),
        offered=Q(state=Credential.State.VALID),
        find=lambda text: words_hold(text, "enrolment__accelerator__name") | Q(number__iexact=text),
        name=lambda row: f"{row} · {row.enrolment.accelerator}",
        order=36,
    )
)
STAFF = NewsPart(_("You get this email because you lead this intake of the teacher accelerator, in %(city)s."))
TEACHER = NewsPart(
    _("You get this email because you take part in the teacher accelerator of %(city)s, or applied for it.")
)
BOTH = NewsPart(
    _("You get this email because you take part in this intake of the teacher accelerator, or lead it, in %(city)s.")
)
for verb, then in (
    (verbs.STAFF_AGREED, _("You decide who gets a place, in the order of applications.")),
    (verbs.STAFF_REFUSED, _("Its page shows you why. The teacher reads only that it is a no.")),
):
    MAIL_KINDS.register(mails.name_teacher(news_kind(verb, _("See the application"), TOPIC, then=then, part=STAFF)))
for verb, label, then in (
    (
        verbs.HEAD_AGREED,
        _("See the application"),
        _("The city decides who gets a place, in the order of applications."),
    ),
    (verbs.HEAD_REFUSED, _("See the application"), _("Without the head of school it does not go on.")),
    (verbs.ENROLLED, _("See what comes first"), _("The sessions come by email, and stand on your page.")),
    (verbs.DECLINED, _("See the application"), _("You can apply again for another intake.")),
    (verbs.WITHDRAWN, _("See the place"), _("The place is free for someone else.")),
    (verbs.APPLICATION_WITHDRAWN, _("See the application"), _("Nobody decides about it any more.")),
    (verbs.DEFERRED, _("See the place"), _("Your place is kept. The education director says when you go on.")),
    (verbs.RESUMED, _("See what comes next"), _("You are expected at the sessions again.")),
    (verbs.YEAR1_DONE, _("See what comes next"), _("Terms 3 and 4 open the school and the city.")),
    (verbs.PAIRED, _("See your pair"), _("Agree on a day, and write down what you saw on your own page.")),
    (verbs.OBSERVED, _("Read and answer"), _("Only the two of you read it. Answer with a sentence: then it counts.")),
    (verbs.OBSERVATION_ANSWERED, _("Read the answer"), _("It counts now for your colleague.")),
    (verbs.GRADUATED, _("See your credential"), _("You can print it, take it along, and show it by a link.")),
    (verbs.REVOKED, _("See the credential"), _("Its page says for ever that it was revoked, and when.")),
):
    part = BOTH if verb in (verbs.WITHDRAWN, verbs.APPLICATION_WITHDRAWN) else TEACHER
    kind = news_kind(verb, label, TOPIC, then=then, part=part)
    MAIL_KINDS.register(mails.name_intake(kind) if verb is verbs.ENROLLED else kind)
