"""What growth engines answer to the questions of the apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from cities.queries.panels import CITY_PANELS, Panel
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.values import MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from growth import verbs
from growth.actions.engines import follow_claim
from growth.actions.invitations import RULE
from growth.actions.leaving import end_invitations, leave_engines
from growth.models import Engine, Invitee, Round
from growth.queries.mine import find_my_invitations, has_invitations
from growth.queries.public import public_engines
from growth.queries.reminders import find_own_page, list_silent
from growth.queries.search import ENGINES_FOUND
from growth.queries.waiting import ASKED, YES
from growth.texts import count_engines, mails
from growth.texts.personal_data import PERSONAL_SECTIONS
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows
from stakeholders.actions.strengths import CITY_GROWTH
from stakeholders.queries.area_uses import AREA_USES, AreaUse

TOPIC = "collaborations"
STILL_ASKED = find_rows(lambda: Invitee.objects.filter(state=Invitee.State.ASKED))

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
CITY_GROWTH.register(follow_claim)
ERASURE.register(leave_engines)
BECAME_MINOR.register(end_invitations)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(Invitee, "profile", same=("engine",)))
MERGE_PARTS.register(move_rows(Invitee, "answered_by"))
MERGE_PARTS.register(move_rows(Round, "opened_by"))
AREA_USES.register(AreaUse("engines", Engine.objects.all, count_engines, together=("city_id",), counts=False))
MY_PARTS.register(Part("growth/_my_invitations.html", find_my_invitations, 26, has_invitations))
TABS.register(Tab("network", "engines", _("Growth engines"), "growth.list_engine", 14, ("growth",)))
CITY_PANELS.register(Panel("growth/_panel.html", public_engines, order=62))
BELOW_TABS.register(BelowTab("mine", ("growth/invitations",)))
STATE_TONES.register(Tones(Invitee, good="together", sun="yes", quiet="no gone"))
SEARCH.register(ENGINES_FOUND)
WAITING.register_each([ASKED, YES])
SCOPES.register(Scope("growth:read", _("read where the city wants to grow and how many can"), 14, ("growth",)))
MAIL_KINDS.register(
    MailKind(verbs.INVITED, mails.engine_invitation, TOPIC, find_current=STILL_ASKED, hides_reader=True)
)
MAIL_KINDS.register(MailKind(verbs.REMINDED, mails.engine_reminder, TOPIC, hides_reader=True))
for verb in (verbs.ACCEPTED, verbs.TAKEN_BACK):
    MAIL_KINDS.register(MailKind(verb, folded=True))
REMINDER_RULES.register(ReminderRule(RULE, list_silent, verbs.REMINDED, find_own_page))
