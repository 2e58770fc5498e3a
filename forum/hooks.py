"""What the forum answers to the questions of the apps below, and what of them comes onto its agenda."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from cities.queries.panels import CITY_PANELS, Panel
from cities.queries.related import RELATED, Related
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.values import MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.records import AFTER_RECORD
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.lists import words_hold
from educities.kit.tones import STATE_TONES, Tones
from forum import rules, verbs
from forum.actions.decisions import ACT_SOON
from forum.actions.meetings import follow_session
from forum.actions.seats import end_seats_of_minor, leave_forum
from forum.actions.working import check_working
from forum.actions.year_reviews import confirm_year, return_year
from forum.models import AgendaItem, Decision, Seat
from forum.queries import find_forum_people, list_acting_users, list_forum_seats
from forum.queries.endings import list_end_effects
from forum.queries.items import find_of_thing
from forum.queries.mine import find_my_forum, has_forum
from forum.queries.public import find_public_forum
from forum.queries.review_lines import list_forum_lines
from forum.queries.search import DECISIONS_FOUND
from forum.queries.sessions import list_session_links
from forum.queries.waiting import ACT, HELD, INVITED, INVITED_TODAY, LED, PREPARE, REVIEW
from forum.queries.year_reviews import (
    YEAR_REVIEW,
    describe_left_open,
    describe_why_no_effect,
    find_answering_decision,
    find_confirming_decision,
    find_submitted_reviews,
    list_refusals,
    list_year_reviews,
    reads_review,
)
from forum.rules import FORUM_SEATS
from forum.texts import mails, meeting_mails, name_earlier, write_archive_blocker
from forum.texts.personal_data import PERSONAL_SECTIONS
from forum.values import AGENDA, AgendaKind
from forum.values.reviews import REVIEW_KIND
from meetings.values import GROUP_KINDS, GroupKind
from meetings.values.page_links import SESSION_LINKS
from programs.actions.late_milestones import OWNER_PEOPLE
from programs.models import Milestone
from programs.queries.reviews import stamp_review
from programs.rules import MILESTONE_READERS, REVIEW_READERS
from programs.values.endings import PROGRAM_END_EFFECTS
from programs.values.evidence import EVIDENCE, EvidenceKind
from programs.values.reviews import (
    REVIEW_PARTS,
    YEAR_ANSWERED_BY,
    YEAR_CONFIRMED_BY,
    YEAR_REFUSED_BY,
    ReviewPart,
)
from stakeholders.actions import ARCHIVE_BLOCKERS
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows

TOPIC = "forum"

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
FORUM_SEATS.register(list_forum_seats)
MILESTONE_READERS.register(rules.is_seated)
REVIEW_READERS.register(reads_review)
OWNER_PEOPLE.register(find_forum_people)
AFTER_RECORD.register(follow_session)
ERASURE.register(leave_forum)
BECAME_MINOR.register(end_seats_of_minor)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(Seat, "profile", same=("charter", "ended_on")))
MERGE_PARTS.register(move_rows(AgendaItem, "sent_by"))
MERGE_PARTS.register(move_rows(Decision, "acts_profile"))
ARCHIVE_BLOCKERS.register(write_archive_blocker)
MY_PARTS.register(Part("forum/_my_forum.html", find_my_forum, 22, has_forum))
# Whoever sits there without an office comes from “My activity”: their pages ask nothing more for a tab.
TABS.register(Tab("program", "forum", _("Strategic forum"), "programs.view_program", 25))
BELOW_TABS.register(BelowTab("mine", ("forum",)))
BELOW_TABS.register(BelowTab("city", ("forum/public",)))
CITY_PANELS.register(Panel("forum/_panel.html", find_public_forum, order=45))
STATE_TONES.register(Tones(AgendaItem, sun="waiting", quiet="waiting decided"))
STATE_TONES.register(Tones(Decision, sun="review_due open", bad="reversed withdrawn rejected"))
RELATED.register(Related("forum/_of_thing.html", find_of_thing))
SEARCH.register(DECISIONS_FOUND)
WAITING.register_each([PREPARE, LED, HELD, INVITED_TODAY, INVITED, REVIEW, ACT])
SESSION_LINKS.register(list_session_links)
SCOPES.register(
    Scope("forum:read", _("read the seats of the forum without names, and its public decisions"), 45, ("forum",))
)
REMINDER_RULES.register(
    ReminderRule(ACT_SOON, lambda row: list_acting_users(row) if row.is_to_be_done else [], verbs.ACT_REMINDED)
)
GROUP_KINDS.register(
    GroupKind(
        key="forum",
        seats=lambda: Seat.objects.annotate(group_id=F("charter__group_id")),
        leads=rules.leads,
        corrects=rules.leads,
        takes_part=rules.has_seat,
        goes_along=rules.had_seat,
        had_a_seat=rules.sat_once,
        check_working=check_working,
        stage=lambda _charter: None,
        stages={},
        sessions_url="forum_meetings",
        sessions_label=_("Meetings of the forum"),
        new_session_url="new_forum_meeting",
        join_url="forum_seat",
        list_unmet=lambda _charter: [],
        last_day=lambda _charter: None,
        list_tabs=lambda _charter, _user: [],
        tabs_label=_("Pages of the forum"),
        members=pgettext_lazy("of the forum", "the members"),
        list_matters=meeting_mails.list_matters,
    )
)
# Programs lie below and know no agenda.
AGENDA.register(
    AgendaKind(
        "milestone",
        _("Milestone at risk or late"),
        lambda: Milestone.objects.select_related("city", "year"),
        find=lambda today: Milestone.objects.select_related("city", "year").filter(
            Q(state=Milestone.State.AT_RISK)
            | Q(
                state=Milestone.State.PLANNED,
                due_on__lt=today,
                # What was over before anybody signed is not late.
                due_on__gte=F("year__program__signed_at__date"),
            ),
            year__program__state__in=("signed", "active"),
        ),
        order=20,
    )
)
AGENDA.register(
    AgendaKind(
        REVIEW_KIND,
        _("Decision to be reviewed"),
        Decision.objects.with_words,
        name=name_earlier,
        find=lambda _today: Decision.objects.with_words().filter(state=Decision.State.REVIEW_DUE),
        sent_back=_("The earlier decision still waits for its review."),
        stays_open=True,
        order=40,
    )
)
AGENDA.register(
    AgendaKind(
        YEAR_REVIEW,
        _("Review of a program year"),
        list_year_reviews,
        find=find_submitted_reviews,
        effect=_("With this the review of the year is confirmed"),
        carry_out=confirm_year,
        find_stamp=stamp_review,
        describe_why_no_effect=describe_why_no_effect,
        describe_left_open=describe_left_open,
        find_since=lambda review: review.submitted_at,
        send_back=return_year,
        sent_back=_("The review of the year is a draft again, and the person who submitted it reads why."),
        order=25,
    )
)
YEAR_CONFIRMED_BY.register(find_confirming_decision)
YEAR_ANSWERED_BY.register(find_answering_decision)
YEAR_REFUSED_BY.register(list_refusals)
EVIDENCE.register(
    EvidenceKind(
        "decision",
        _("Decision of the forum"),
        Decision.objects.with_words,
        offered=Q(state__in=Decision.IN_FORCE, is_advice=False),
        find=lambda text: words_hold(text, "words"),
        order=65,
    )
)
MAIL_KINDS.register(MailKind(verbs.SEAT_GIVEN, mails.seat_given, TOPIC))
MAIL_KINDS.register(
    MailKind(verbs.SENT_UP, mails.matter_sent, TOPIC, find_current=find_rows(AgendaItem.objects.waiting))
)
MAIL_KINDS.register(MailKind(verbs.DECIDED, mails.forum_answered, TOPIC))
MAIL_KINDS.register(MailKind(verbs.ADVISED, mails.forum_answered, TOPIC))
MAIL_KINDS.register(MailKind(verbs.NOT_CARRIED, mails.not_carried, TOPIC))
MAIL_KINDS.register(
    MailKind(
        verbs.ASSIGNED, mails.act_assigned, TOPIC, find_current=find_rows(lambda: Decision.objects.filter(done_on=None))
    )
)
MAIL_KINDS.register(MailKind(verbs.ACT_REMINDED, mails.act_reminded, TOPIC))
MAIL_KINDS.register(
    MailKind(
        verbs.REVIEW_DUE,
        mails.review_due,
        TOPIC,
        find_current=find_rows(lambda: Decision.objects.filter(state=Decision.State.REVIEW_DUE)),
    )
)
MAIL_KINDS.register(MailKind(verbs.REVERSED, mails.decision_reversed, TOPIC))
# To whom it goes tells who has written something.
MAIL_KINDS.register(MailKind(verbs.WORDS_LEFT_OUT, mails.words_left_out, TOPIC, hides_reader=True))
MAIL_KINDS.register(MailKind(verbs.MINUTES_READY, meeting_mails.minutes_ready, TOPIC))
MAIL_KINDS.register(MailKind(verbs.MINUTES_CORRECTED, meeting_mails.minutes_corrected, TOPIC))
HAS_SEAT = NewsPart(_("You get this email because you have a seat in the strategic forum of %(city)s."))
HAD_SEAT = NewsPart(_("You get this email because you had a seat in the strategic forum of %(city)s."))
PREPARES = NewsPart(_("You get this email because you prepare the forum in %(city)s."))
SENT = NewsPart(_("You get this email because you sent the matter up, in %(city)s."))
for verb, part, then in (
    (verbs.SEAT_ENDED, HAD_SEAT, _("Meetings take place without you from now on. What you decided together stays.")),
    (
        verbs.FORUM_PAUSED,
        HAS_SEAT,
        _("The city’s five years were ended early. Your seat stays until its last day, and what was decided stays."),
    ),
    (verbs.FORUM_CONTINUED, HAS_SEAT, _("Your seat, the agenda and the planned meetings go on as they were.")),
    (verbs.DONE, PREPARES, _("What was done stands beside the decision.")),
    (verbs.SEAT_FREE, PREPARES, _("Its person does not sit there any more. You can give the seat to someone else.")),
    (verbs.TERM_OVER, HAD_SEAT, _("Thank you. The city can give you a seat for another term.")),
    (verbs.ITEM_DROPPED, SENT, _("The forum does not discuss it. You can send it up again.")),
    (verbs.ITEM_RESTORED, SENT, mails.write_restored_place),
):
    MAIL_KINDS.register(news_kind(verb, _("See the forum"), TOPIC, then=then, part=part))
PROGRAM_END_EFFECTS.register(list_end_effects)
REVIEW_PARTS.register(ReviewPart("forum", _("What the forum decided"), list_forum_lines, 28))
