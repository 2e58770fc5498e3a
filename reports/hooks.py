"""What reports answer to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import NAVIGATION, Door
from cities.queries.panels import START_PAGES, StartPage
from educities.activity.values import VERBS, list_verbs
from educities.kit.tones import STATE_TONES, Tones
from reports import verbs
from reports.models import Report

DAY = ("settings", "roles", "deliveries", "partners")
VERBS.register_each(list_verbs(verbs))
NAVIGATION.register(Door("dashboard", _("Dashboard"), "cities.see_dashboard_city", 10, DAY))
START_PAGES.register(StartPage("dashboard", "cities.see_dashboard_city", 10))
STATE_TONES.register(Tones(Report, bad="failed"))
