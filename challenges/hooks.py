"""What challenges answer to apps below."""

from django.utils.translation import gettext_lazy as _

from challenges import verbs
from challenges.actions.consents import consent_changed
from challenges.models import Challenge, Contribution, Participation
from challenges.panels import open_challenges
from challenges.queries import list_citable_challenges, list_citable_contributions
from cities.navigation import NAVIGATION, Door
from cities.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from educities.accounts.actions import CONSENT_CHANGED
from educities.activity.register import VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from journeys.values import CITABLE, Citable

MANAGED = ("manage", "challenges", "ideas")
OWN = ("me", "my-sessions", "in", "wards", "ask-guardian", "cohorts", "sessions")

VERBS.register_each(list_verbs(verbs))
CONSENT_CHANGED.register(consent_changed)
CITY_PANELS.register(Panel("challenges/_panel.html", open_challenges, order=20))
NAVIGATION.register(Door("manage_challenges", _("Challenges"), "challenges.manage_challenge", 60, MANAGED))
NAVIGATION.register(Door("challenges", _("Challenges"), "", 70, ("ideas",)))
NAVIGATION.register(Door("mine", _("My things"), "cities.see_own_things_city", 90, OWN))
START_PAGES.register(StartPage("mine", "", 40))
STATE_TONES.register(Tones(Challenge, good="accepted open", sun="proposed reviewing"))
STATE_TONES.register(Tones(Contribution, good="visible", sun="pending", bad="hidden removed withdrawn"))
STATE_TONES.register(Tones(Participation, good="confirmed done", sun="waitlisted awaiting_consent"))
CITABLE.register(Citable("challenge", _("Challenge"), list_citable_challenges, icon="message-circle-question-mark"))
CITABLE.register(
    Citable(
        "contribution",
        _("Idea of a resident"),
        list_citable_contributions,
        name=lambda row: row.text[:80],
        icon="message-circle",
    )
)
SCOPES.register(Scope("challenges:read", _("read challenges"), 30))
