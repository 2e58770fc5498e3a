"""What stakeholders answer to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.actions.invitations import PERSON_JOINED
from cities.navigation import NAVIGATION, Door
from cities.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from educities.activity.names import PERSON_NAMES
from educities.activity.register import VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from stakeholders import verbs
from stakeholders.growing import public_areas_context
from stakeholders.joined import adult_display_names, create_profile_on_join
from stakeholders.models import ImportRun, Organisation

VERBS.register_each(list_verbs(verbs))
PERSON_JOINED.register(create_profile_on_join)
PERSON_NAMES.register(adult_display_names)
CITY_PANELS.register(Panel("stakeholders/_panel.html", public_areas_context, order=60))
NAVIGATION.register(
    Door("organisations", _("Organisations"), "stakeholders.list_organisation", 40, ("representations",))
)
NAVIGATION.register(Door("people", _("People"), "stakeholders.list_profile", 80, ("strengths",)))
START_PAGES.register(StartPage("organisations", "cities.see_workplace_city", 30))
STATE_TONES.register(Tones(Organisation, good="verified active", sun="proposed", bad="rejected"))
STATE_TONES.register(Tones(ImportRun, good="done", sun="checked"))
SCOPES.register(Scope("stakeholders:read", _("read organisations"), 10))
