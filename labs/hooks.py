"""What labs answer to apps below, and to their own questions."""

from django.utils.translation import gettext_lazy as _

from cities.actions.invitations import PERSON_JOINED
from cities.actions.roles import ROLE_BLOCKERS
from cities.navigation import NAVIGATION, NAVIGATION_SECTIONS, Door, Sections
from cities.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from educities.accounts.actions import CONSENT_CHANGED
from educities.activity.register import VERBS, list_verbs
from educities.activity.reminders import REMINDER_RULES, ReminderRule
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from labs import verbs
from labs.actions.labs import seat_who_joined, what_hangs_on
from labs.actions.members import update_seats
from labs.actions.overrides import tell_who_came
from labs.citable import CITABLE, Citable, learnings, strength_name, strengths
from labs.guides import leaves_without_guide
from labs.models import (
    Attendance,
    Cohort,
    CohortMember,
    Expedition,
    Initiative,
    Lab,
    ModelVersion,
    Override,
    Session,
)
from labs.panels import launched_labs
from labs.reminders import SESSION_TOMORROW, invitation, who_owes_an_answer
from stakeholders.actions import ARCHIVE_BLOCKERS

COHORTS = ("cohorts", "sessions", "overrides", "members")
MADE_BY_COHORTS = ("areas", "expeditions", "learnings", "model", "initiatives")

VERBS.register_each(list_verbs(verbs))
PERSON_JOINED.register(tell_who_came)
PERSON_JOINED.register(seat_who_joined)
CONSENT_CHANGED.register(update_seats)
ROLE_BLOCKERS.register(leaves_without_guide)
ARCHIVE_BLOCKERS.register(what_hangs_on)
CITY_PANELS.register(Panel("labs/_panel.html", launched_labs, order=40))
NAVIGATION.register(Door("board", _("Cohorts"), "labs.list_cohort", 20, COHORTS))
NAVIGATION.register(Door("labs", _("Labs"), "labs.list_lab", 30))
NAVIGATION_SECTIONS.register(Sections("board", MADE_BY_COHORTS))
START_PAGES.register(StartPage("board", "labs.list_cohort", 20))
STATE_TONES.register(Tones(Lab, good="launched", sun="gathering"))
STATE_TONES.register(Tones(Cohort, good="running", sun="recruiting"))
STATE_TONES.register(Tones(CohortMember, good="active", sun="invited awaiting_consent", bad="withdrawn removed"))
STATE_TONES.register(Tones(Override, good="granted", sun="requested", bad="refused expired"))
STATE_TONES.register(Tones(Session, good="recorded", sun="scheduled"))
STATE_TONES.register(Tones(Attendance, good="present", sun="late excused", bad="absent", field="status"))
STATE_TONES.register(Tones(Expedition, good="learned published"))
STATE_TONES.register(Tones(ModelVersion, good="adopted", sun="revising", bad="withdrawn"))
STATE_TONES.register(Tones(Initiative, good="embedded"))
REMINDER_RULES.register(ReminderRule(SESSION_TOMORROW, who_owes_an_answer, verbs.SESSION_REMINDED, invitation))
CITABLE.register(Citable("learning", _("Learning"), learnings, name=lambda row: row.principle, icon="lightbulb"))
CITABLE.register(Citable("strength", _("Strength"), strengths, name=strength_name, icon="sparkles"))
SCOPES.register(Scope("labs:read", _("read cohorts"), 20))
