"""What the map answers to the questions of the apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from network_map import verbs
from network_map.actions import leave_map
from network_map.models import MapChoice
from network_map.texts.personal_data import PERSONAL_SECTIONS
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
ERASURE.register(leave_map)
BECAME_MINOR.register(leave_map)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(MapChoice, "profile", same=("city",)))
TABS.register(Tab("network", "network_map", _("Map"), "network_map.list_mapchoice", 12))
TABS.register(Tab("learn", "network_map", _("Map"), "network_map.list_mapchoice", 30))
BELOW_TABS.register(BelowTab("network_map", ("network",)))
SCOPES.register(Scope("network:read", _("read the figures of the network, quarter by quarter"), 14))
