"""What can be recorded about growth engines. Who was invited, and who said what, stands in no log by name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from educities.activity.values import name_rows, verb

OPENED = verb("growth.opened", _("“{title}” became a growth engine of the city"), event="growth_engine.opened")
CLOSED = verb("growth.closed", _("“{title}” is no growth engine of the city any more"), event="growth_engine.closed")
CHANGED = verb("growth.changed", _("The growth engine “{title}” was changed"), event="growth_engine.changed")
ROUND_SENT = verb(
    "growth.round_sent",
    ngettext_lazy(
        "{n} person or organisation was invited to the growth engine “{title}”",
        "{n} people and organisations were invited to the growth engine “{title}”",
        "n",
    ),
    number="n",
    event="growth_engine.invited",
)
INVITED = verb(
    "growth.invited",
    _("Invitation to the growth engine “{title}”"),
    subject=_("Would you take part? “{title}”"),
    is_notice=True,
    settled_by=("growth.accepted", "growth.refused", "growth.lapsed"),
)
REMINDED = verb(
    "growth.reminded",
    _("Those who have not answered were reminded"),
    subject=_("Would you take part? “{title}”"),
    is_notice=True,
)
ACCEPTED = verb(
    "growth.accepted",
    _("Someone said yes to the growth engine “{title}”"),
    is_private=True,
)
# No line of the history: with few invited its moment, or that it is there at all, would say whose it was.
REFUSED = verb("growth.refused", _("Someone said no to an invitation"), ends=True, is_private=True, is_notice=True)
# The yes was read by name, so that it is taken back is read too.
TAKEN_BACK = verb(
    "growth.taken_back",
    _("Someone took back a yes to the growth engine “{title}”"),
    ends=True,
    is_private=True,
)
LAPSED = verb("growth.lapsed", _("An invitation was not answered in time"), is_notice=True)
BROUGHT_TOGETHER = verb(
    "growth.brought_together",
    _("A collaboration was made of yes-answers to the growth engine “{title}”"),
    event="growth_engine.brought_together",
)

# What the history calls rows of this app.
ROWS = name_rows(
    "growth",
    engine=_("growth engine"),
    round=_("invitation to a growth engine"),
    invitee=_("invitation to a growth engine"),
)
