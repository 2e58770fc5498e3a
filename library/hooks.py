"""What the library answers to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import TABS, Tab
from educities.activity.actions.records import AFTER_RECORD
from library.actions import publish_after_record

AFTER_RECORD.register(publish_after_record)
TABS.register(Tab("program", "cities_side_by_side", _("Cities side by side"), "library.compare_cityoutline", 35))
