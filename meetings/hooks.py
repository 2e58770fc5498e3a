"""What meetings answer to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import BELOW_TABS, BelowTab
from cities.queries.search import SEARCH
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.kit.tones import STATE_TONES, Tones
from meetings import verbs
from meetings.actions.entries import refuse_mark
from meetings.actions.leaving import forget_old_replies, forget_replies
from meetings.actions.merging import PARTS
from meetings.models import Attendance, Session
from meetings.queries import search
from meetings.queries.entered_marks import find_entered_marks
from meetings.queries.reminders import SESSION_TOMORROW, invitation_payload, who_owes_an_answer
from meetings.queries.sessions import find_attendees
from meetings.texts import mails
from meetings.texts.personal_data import PERSONAL_SECTIONS
from stakeholders.actions.merge_parts import MERGE_PARTS
from stakeholders.queries.managed import ENTRY_KINDS, EntryKind
from stakeholders.queries.people_listed import PARTAKERS

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
ERASURE.register(forget_replies)
FORGETTERS.register(Forgetter("replies", forget_old_replies))
BELOW_TABS.register(BelowTab("mine", ("my-sessions", "in", "sessions")))
STATE_TONES.register(Tones(Session, sun="held", quiet="scheduled recorded"))
STATE_TONES.register(Tones(Attendance, good="present", bad="absent", field="status"))
REMINDER_RULES.register(ReminderRule(SESSION_TOMORROW, who_owes_an_answer, verbs.SESSION_REMINDED, invitation_payload))
# Of a session that has begun, by its clock or by its facilitator, nobody is told that it will be.
coming_sessions = find_rows(Session.objects.to_come)
MAIL_KINDS.register(
    MailKind(
        verbs.SESSION_SCHEDULED,
        mails.write_invitation,
        "sessions",
        # Until then it can be taken back.
        settles=True,
        answers=mails.answer_addresses,
        find_current=coming_sessions,
        course=verbs.SESSION_COURSE,
    )
)
MAIL_KINDS.register(
    MailKind(
        verbs.SESSION_MOVED,
        mails.write_move,
        "sessions",
        settles=True,
        at_once=True,
        answers=mails.answer_addresses,
        find_current=coming_sessions,
        course=verbs.SESSION_COURSE,
    )
)
MAIL_KINDS.register(
    MailKind(
        verbs.SESSION_CHANGED,
        mails.write_change,
        "sessions",
        settles=True,
        find_current=coming_sessions,
        course=verbs.SESSION_COURSE,
    )
)
MAIL_KINDS.register(
    MailKind(verbs.SESSION_CANCELLED, mails.write_cancellation, "sessions", at_once=True, course=verbs.SESSION_COURSE)
)
MAIL_KINDS.register(MailKind(verbs.SESSION_REMINDED, mails.write_reminder, "sessions", at_once=True))
MAIL_KINDS.register(
    news_kind(
        verbs.ATTENDANCE_CORRECTED,
        _("See the session"),
        "sessions",
        then=_("If this is not right, tell the person who led it."),
        part=NewsPart(_("You get this email because it is about your own attendance, in %(city)s.")),
    )
)
SEARCH.register(search.SESSIONS)
PARTAKERS.register(find_attendees)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register_each(PARTS)
ENTRY_KINDS.register(EntryKind("mark", find_entered_marks, refuse_mark))
