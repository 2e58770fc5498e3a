"""What can be recorded about the map: that a person chose whether they stand on it. To whom is theirs to know."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

CHOSEN = verb("network_map.chosen", _("A person chose who finds them on the map"), is_private=True)

# What the history calls rows of this app.
ROWS = name_rows("network_map", mapchoice=_("choice about the map"))
