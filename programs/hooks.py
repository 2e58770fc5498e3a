"""What programs answer to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import NAVIGATION, TABS, Door, Tab
from educities.activity.values import VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from programs import verbs
from programs.models import IndicatorValue, Milestone, Program, ProgramYear

VERBS.register_each(list_verbs(verbs))
NAVIGATION.register(Door("program", _("Five-year program"), "programs.view_program", 20, "route"))
TABS.register(Tab("program", "program", _("The five-year program"), "programs.view_program", 10))
TABS.register(Tab("program", "indicators", _("Indicators"), "programs.view_program", 20))
STATE_TONES.register(Tones(Program, good="signed active", sun="proposed"))
STATE_TONES.register(Tones(ProgramYear, good="open", sun="in_review"))
STATE_TONES.register(Tones(Milestone, good="reached", sun="at_risk", bad="missed"))
STATE_TONES.register(Tones(IndicatorValue, good="confirmed", sun="submitted"))
SCOPES.register(Scope("indicators:read", _("read indicators and their values"), 40))
SCOPES.register(Scope("indicators:write", _("enter indicator values as drafts"), 50))
